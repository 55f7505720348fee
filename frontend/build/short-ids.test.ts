import { expect, it } from "vitest";
import { putTogether, shortOf, withShortIds } from "./short-ids.ts";

const short = shortOf(["skip", "signin.title", "signin.with", "notice.ended"]);

it("gives a short id to each text whose id stands whole in the code", () => {
  expect([...short]).toEqual([
    ["signin.title", "t0"],
    ["signin.with", "t1"],
  ]);
  expect(withShortIds('say(a ? "signin.title" : "signin.with", "skip") + "signin"', short)).toBe(
    'say(a ? "t0" : "t1", "skip") + "signin"',
  );
  expect(withShortIds('export default {"signin.title":"Sign in","skip":"Skip"}', short)).toBe(
    'export default {"t0":"Sign in","skip":"Skip"}',
  );
});

it("finds ids that code puts together", () => {
  expect(putTogether(`say(\`signin.\${name}\`)`, [...short.keys()])).toBe("signin.");
  expect(putTogether(`say(\`notice.\${name}\`)`, [...short.keys()])).toBeUndefined();
});
