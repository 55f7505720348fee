import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import keys from "../apikeys/texts/keys.en.json";
import domains from "../domains/texts/domains.en.json";
import people from "../people/texts/people.en.json";
import policy from "../policy/texts/policy.en.json";
import profile from "../profile/texts/profile.en.json";
import roles from "../roles/texts/roles.en.json";
import security from "../security/texts/security.en.json";
import bypass from "../signin/screens/texts/bypass.en.json";
import shared from "../signin/screens/texts/common.en.json";
import discover from "../signin/screens/texts/discover.en.json";
import forgot from "../signin/screens/texts/forgot.en.json";
import link from "../signin/screens/texts/link.en.json";
import plain from "../signin/screens/texts/messages.en.json";
import refused from "../signin/screens/texts/refused.en.json";
import reset from "../signin/screens/texts/reset.en.json";
import setup from "../signin/screens/texts/setup.en.json";
import login from "../signin/texts/login.en.json";
import log from "../signinlog/texts/log.en.json";
import recent from "../stepup/texts/stepup.en.json";
import users from "../users/texts/users.en.json";
import app from "./app.en.json";
import appProblems from "./app-problems.en.json";
import attempts from "./attempts.en.json";
import fieldErrors from "./field-errors.en.json";
import { fill } from "./fill.ts";
import problems from "./problems.en.json";
import refusals from "./refusals.en.json";
import { speaker } from "./say.ts";

const contract = readFileSync("openapi.yaml", "utf8");
const codes = [...contract.slice(contract.indexOf("    ProblemCode:")).matchAll(/^ {8}- (\w+)$/gm)].map(
  ([, code]) => code,
);
const sentences = { ...problems, ...refusals, ...appProblems };
const own = [profile, security, recent, roles].flatMap((catalogue) => Object.values(catalogue));
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

  it("explain every code to a super admin, and no other", () =>
    expect(Object.keys(attempts.explanations).sort()).toEqual([...codes].sort()));

  it("speak plainly", () => {
    for (const text of [...Object.values(all), ...own]) expect(text).not.toMatch(/!|please|oops|sorry|invalid|\bID\b/i);
  });

  it("speak plainly to super admins as well", () => {
    const forThem = [log, users, people, policy, domains, keys, fieldErrors].flatMap((catalogue) =>
      Object.values(catalogue),
    );
    for (const text of forThem) expect(text).not.toMatch(/!|please|oops|sorry|invalid/i);
  });

  it("never speak of Azure, Office or a log-in to those who sign in", () => {
    for (const text of [...Object.values(all), ...own])
      expect(text).not.toMatch(/azure|office|active directory|log.?in\b/i);
  });
});

it("a text is filled with its values, and a value is never read as a text", () => {
  expect(fill("{a} at {b}", { a: "{b}", b: "x" })).toBe("{b} at x");
  expect(fill("{from} to {to}", { from: 976, to: 1000 })).toBe("976 to 1,000");
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
