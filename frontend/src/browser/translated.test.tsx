import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { createElement as h, render as renderPreact } from "preact";
import { useState as usePreactState } from "preact/hooks";
import { type ReactNode, useState } from "react";
import { beforeAll, describe, expect, it } from "vitest";
import { noticed, translate, ways } from "../testing/translator.ts";
import { liveWithTranslation } from "./translated.ts";

beforeAll(liveWithTranslation);

/** Every way in which a text meets what is beside it: changed, taken out, put in before and after. */
const rooms: [string, (step: number) => ReactNode][] = [
  ["a text that changes", (n) => `step ${n}`],
  ["beside an element", (n) => [`step ${n}`, <b key="b">bold</b>]],
  ["taken out", (n) => [n % 2 ? "odd" : null, <b key="b">bold</b>]],
  ["put before a text", (n) => [n % 2 ? <i key="i">odd</i> : null, "after"]],
  ["put between texts", (n) => ["before", n % 2 ? "odd" : null, "after"]],
  ["an element in the place of a text", (n) => (n % 2 ? <i key="i">odd</i> : "even")],
];

/** What can be read after each of four steps. */
async function read(look: () => Promise<void>): Promise<string[]> {
  const user = userEvent.setup();
  const said: string[] = [];
  for (let step = 0; step < 4; step++) {
    await look();
    said.push(document.body.textContent ?? "");
    await user.click(screen.getByRole("button"));
  }
  cleanup();
  document.body.innerHTML = "";
  return said;
}

describe.each(ways)("F12: a translator that puts elements of its own %s", (way) => {
  const look = async () => {
    translate(way);
    await noticed();
  };

  it.each(rooms)("leaves React alone: %s", async (_, children) => {
    function Room() {
      const [step, setStep] = useState(0);
      return (
        <button type="button" onClick={() => setStep(step + 1)}>
          {children(step)}
        </button>
      );
    }
    render(<Room />);
    const plain = await read(noticed as () => Promise<void>);
    render(<Room />);
    expect(await read(look)).toEqual(plain);
  });

  it("leaves Preact alone", async () => {
    function Room() {
      const [step, setStep] = usePreactState(0);
      const next = () => setStep(step + 1);
      return h(
        "button",
        { onClick: next },
        `step ${step}`,
        step % 2 ? h("i", null, "odd") : null,
        h("b", null, `${step}`),
      );
    }
    const show = () => {
      const root = document.body.appendChild(document.createElement("div"));
      renderPreact(h(Room, null), root);
    };
    show();
    const plain = await read(noticed as () => Promise<void>);
    show();
    expect(await read(look)).toEqual(plain);
  });
});
