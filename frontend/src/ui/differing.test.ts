import { expect, it } from "vitest";
import { differing } from "./differing.ts";

it.each([
  ["4f1c2a77-9e10", "4f1c2ad3-52b8", ["4f1c2a", "77-9e10", ""], ["4f1c2a", "d3-52b8", ""]],
  ["xms_edov = 1", "xms_edov = 0", ["xms_edov = ", "1", ""], ["xms_edov = ", "0", ""]],
  ["acme.example", "evil.example", ["", "acme", ".example"], ["", "evil", ".example"]],
  ["https://a.example/", "https://a.example", ["https://a.example", "/", ""], ["https://a.example", "", ""]],
  ["aa", "aaa", ["aa", "", ""], ["aa", "a", ""]],
  ["same", "same", ["same", "", ""], ["same", "", ""]],
  ["", "AADSTS50105", ["", "", ""], ["AADSTS50105", "", ""]],
])("the part that differs between %s and %s", (one, other, ofOne, ofOther) =>
  expect(differing(one, other)).toEqual([ofOne, ofOther]),
);
