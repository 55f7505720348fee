import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { texts as app } from "./app.en.ts";
import { texts as appProblems } from "./app-problems.en.ts";
import { texts as domains } from "./domains.en.ts";
import { texts as fieldErrors } from "./field-errors.en.ts";
import { texts as bypass } from "./later/bypass.en.ts";
import { texts as shared } from "./later/common.en.ts";
import { texts as discover } from "./later/discover.en.ts";
import { texts as forgot } from "./later/forgot.en.ts";
import { texts as link } from "./later/link.en.ts";
import { texts as plain } from "./later/plain.en.ts";
import { texts as refusals } from "./later/refusals.en.ts";
import { texts as refused } from "./later/refused.en.ts";
import { texts as reset } from "./later/reset.en.ts";
import { texts as setup } from "./later/setup.en.ts";
import { texts as log } from "./log.en.ts";
import { texts as login } from "./login.en.ts";
import { texts as policy } from "./policy.en.ts";
import { texts as problems } from "./problems.en.ts";
import { texts as profile } from "./profile.en.ts";
import { fill, speaker } from "./say.ts";
import { texts as security } from "./security.en.ts";
import { texts as users } from "./users.en.ts";

const contract = readFileSync("openapi.yaml", "utf8");
const codes = [...contract.slice(contract.indexOf("    ProblemCode:")).matchAll(/^ {8}- (\w+)$/gm)].map(
  ([, code]) => code,
);
const sentences = { ...problems, ...refusals, ...appProblems };
const own = [profile, security].flatMap((catalogue) => Object.values(catalogue));
const all = {
  ...app,
  ...bypass,
  ...shared,
  ...discover,
  ...forgot,
  ...reset,
  ...link,
  ...plain,
  ...refused,
  ...setup,
  ...login,
  ...sentences,
};

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

describe("a text that goes by a number", () => {
  const texts = { "tries.one": "1 try", "tries.other": "{count} tries of {name}" } as const;
  it("is said in the category that the language has for it", () => {
    expect(speaker(texts).count("tries", 1, { name: "a" })).toBe("1 try");
    expect(speaker(texts).count("tries", 1200, { name: "a" })).toBe("1,200 tries of a");
  });
  it("is said as any other number where the category has none", () =>
    expect(
      speaker({ ...texts, "tries.one": undefined } as unknown as typeof texts).count("tries", 1, { name: "a" }),
    ).toBe("1 tries of a"));
});
