import { afterEach, describe, expect, it } from "vitest";
import { inPlaceOf, taking } from "./in-document.ts";

const chunk = (code: string, imports: string[] = []) => ({ code, imports, fileName: "assets/early-1.js" });
const globals = globalThis as unknown as { $early?: unknown; took?: unknown };

/** Runs a script as a document does: what it declares is its own. */
const run = (script: string) => new Function(script)();

afterEach(() => {
  delete globals.$early;
  delete globals.took;
});

describe("a script that stands in the document", () => {
  it("gives what others took from its file", () => {
    run(inPlaceOf(chunk("let n=1;const a=()=>n,b=2;export{a as x,b};")));
    run(taking('import{x as one,b}from"./early-1.js";globalThis.took=[one(),b]', "early-1.js"));
    expect(globals.took).toEqual([1, 2]);
  });

  it("leaves other imports as they are", () =>
    expect(taking('import{a}from"./app-1.js";', "early-1.js")).toBe('import{a}from"./app-1.js";'));

  it.each([
    ["needs another file", chunk("export{a};", ["assets/vendor-1.js"])],
    ["gives in another way", chunk("export default 1;")],
    ["would end where it should not", chunk("let a='</SCRIPT>';export{a};")],
    ["hides what follows", chunk("let a='<!--';export{a};")],
    ["has the place of a nonce", chunk("let a='nonce=\"\"';export{a};")],
  ])("is refused when it %s", (_, code) => expect(() => inPlaceOf(code)).toThrow("cannot stand"));
});
