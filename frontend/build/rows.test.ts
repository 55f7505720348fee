import { expect, it } from "vitest";
// @ts-expect-error: what runs the tests has no types
import { alternatives, pattern } from "../../.ci/rows.mjs";

it("runs every alternative of ROWS, not the first alone", () => {
  expect(pattern("TestFault", "R0.*|R30")).toBe("^TestFault$/R0.*|^TestFault$/R30");
  expect(pattern("TestAttack", "sqlite/(B04|B05)|postgres/B04")).toBe(
    "^TestAttack$/sqlite/(B04|B05)|^TestAttack$/postgres/B04",
  );
  expect(pattern("TestFault", undefined)).toBe("^TestFault$");
  expect(alternatives("a[|]b|c")).toEqual(["a[|]b", "c"]);
});
