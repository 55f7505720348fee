import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { english as app } from "./app.en.ts";
import { appProblems } from "./app-problems.en.ts";
import { english as domains } from "./domains.en.ts";
import { fieldErrors } from "./field-errors.en.ts";
import { english as bypass } from "./later/bypass.en.ts";
import { english as discover } from "./later/discover.en.ts";
import { english as link } from "./later/link.en.ts";
import { english as plain } from "./later/plain.en.ts";
import { refusals } from "./later/refusals.en.ts";
import { english as refused } from "./later/refused.en.ts";
import { english as setup } from "./later/setup.en.ts";
import { english as log } from "./log.en.ts";
import { english as login } from "./login.en.ts";
import { english as policy } from "./policy.en.ts";
import { problems } from "./problems.en.ts";
import { english as profile } from "./profile.en.ts";
import { fill } from "./say.ts";
import { english as security } from "./security.en.ts";
import { english as users } from "./users.en.ts";

const contract = readFileSync("openapi.yaml", "utf8");
const codes = [...contract.slice(contract.indexOf("    ProblemCode:")).matchAll(/^ {8}- (\w+)$/gm)].map(
  ([, code]) => code,
);
const sentences = { ...problems, ...refusals, ...appProblems };
const own = [profile, security].flatMap((catalogue) => Object.values(catalogue));
const all = { ...app, ...bypass, ...discover, ...link, ...plain, ...refused, ...setup, ...login, ...sentences };

describe("the catalogues", () => {
  it("have a sentence for every code of the contract, and for no other", () => {
    expect(Object.keys(sentences).sort()).toEqual([...codes, "network"].sort());
  });

  it("speak plainly", () => {
    for (const text of [...Object.values(all), ...own]) expect(text).not.toMatch(/!|please|oops|sorry|invalid|\bID\b/i);
  });

  it("speak plainly to super admins as well", () => {
    const forThem = [log, users, policy, domains, fieldErrors].flatMap((catalogue) => Object.values(catalogue));
    for (const text of forThem) expect(text).not.toMatch(/!|please|oops|sorry|invalid/i);
  });

  it("never speak of Azure, Office or a log-in to those who sign in", () => {
    for (const text of [...Object.values(all), ...own])
      expect(text).not.toMatch(/azure|office|active directory|log.?in\b/i);
  });
});

it("a text is filled with its values, and a value is never read as a text", () => {
  expect(fill("{a} at {b}", { a: "{b}", b: "x" })).toBe("{b} at x");
});
