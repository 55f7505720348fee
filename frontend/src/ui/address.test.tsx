import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Address } from "./address.tsx";

afterEach(cleanup);

it("is broken before its last @ and nowhere else", () => {
  const { container } = render(<Address of={'"a@b"@acme.example'} />);
  expect(container.innerHTML).toBe('"a@b"<wbr>@acme.example');
});

/** What an address is called where it stands alone in a page. */
const bare = />\s*\{(?:\w+\.)*(?:email|recipient)\}\s*</;

const isSource = (name: string) => name.endsWith(".tsx") && !name.endsWith(".test.tsx");
const sources = readdirSync("frontend/src", { recursive: true, encoding: "utf8" }).filter(isSource);

it.each(sources)("shows no e-mail address that can be broken anywhere: %s", (name) => {
  expect(readFileSync(join("frontend/src", name), "utf8")).not.toMatch(bare);
});
