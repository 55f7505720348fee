/** @jsxImportSource preact */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { expect, it } from "vitest";
import { Boundary } from "./boundary.tsx";

function throwing(): never {
  throw new RangeError("Invalid time zone specified: Etc/Unknown");
}

function Later() {
  const [odd, setOdd] = useState(false);
  useEffect(() => setOdd(true), []);
  return odd ? throwing() : <p>here</p>;
}

it.each([
  ["while it is drawn", throwing],
  ["once more has come", Later],
])("F3: a screen that throws %s leaves no blank page", (_, Odd) => {
  document.body.innerHTML = '<div id="root"></div><main class="spare">not working</main>';
  const root = document.getElementById("root") as HTMLElement;
  act(() =>
    render(
      <Boundary>
        <Odd />
      </Boundary>,
      root,
    ),
  );
  expect(root.childNodes).toHaveLength(0);
  expect(document.querySelector("main")?.className).toBe("");
});
