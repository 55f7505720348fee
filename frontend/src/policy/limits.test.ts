import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { limits } from "./policy-form.tsx";

const contract = readFileSync("openapi.yaml", "utf8");
const [change = ""] = contract.match(/^ {4}PolicyChange:\n(?: {6}.*\n)+/m) ?? [];
const numbers = [...change.matchAll(/^ {8}(\w+): \{ type: integer, minimum: (\d+), maximum: (\d+) \}$/gm)];

it("has the limits of the contract for each number that can be changed", () => {
  expect(numbers.length).toBeGreaterThan(0);
  expect(limits).toEqual(Object.fromEntries(numbers.map(([, name, from, to]) => [name, [Number(from), Number(to)]])));
  expect(numbers).toHaveLength(change.match(/type: integer/g)?.length ?? 0);
});
