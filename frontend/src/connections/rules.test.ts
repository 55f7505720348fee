import { describe, expect, it } from "vitest";
import type { Descriptor } from "../providers/descriptor.ts";
import { presets } from "../providers/presets.ts";
import { providerOf } from "../providers/providers.tsx";
import { suggestKey } from "./add-provider.tsx";
import { isCopyName } from "./copy-names.ts";
import { described } from "./fields.ts";
import { shortClientId } from "./states.ts";
import texts from "./texts/connections.en.json";
import { hintOf, type Kind } from "./wrong.ts";

const guid = "8c1f2a44-11d2-4c1f-9a50-53b0c9c407be";

describe.each<[string, string, number, Descriptor["guide"]]>([
  ["google", "G", 7, providerOf({ kind: "google" }).guide],
  ["microsoft", "E", 7, providerOf({ kind: "microsoft" }).guide],
  ["openid", "O", 7, providerOf({ kind: "openid" }).guide],
  ...presets.map(({ key, guide }): [string, string, number, Descriptor["guide"]] => [key, "O", 6, guide]),
])("the guide of %s", (name, letter, least, load) => {
  const guideOf = async () => (await load()).default;
  it("is complete: all steps with text, in the order of the form", async () => {
    const { steps, title, checkedOn } = await guideOf();
    expect(title).not.toBe("");
    // That of a preset may be after the documentation alone: then it names no day on which somebody followed it.
    if (checkedOn !== undefined || !presets.some(({ key }) => key === name))
      expect(checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(steps.length).toBeGreaterThanOrEqual(least);
    expect(steps.map(({ id }) => id)).toEqual(steps.map((_, index) => letter + (index + 1)));
    for (const { title, text, part, mistake } of steps) {
      for (const words of [title, ...text, mistake]) expect(words).toMatch(/\S/);
      expect(text.length).toBeGreaterThan(0);
      expect(["copy", "paste"]).toContain(part);
    }
    expect(steps.map(({ part }) => part)).toEqual(steps.map(({ part }) => part).toSorted());
  });

  it("names only values that there are", async () => {
    const { steps } = await guideOf();
    const named = steps.flatMap(({ copy = [], figure }) => [
      ...copy,
      ...(figure?.fields ?? []).flatMap(({ value }) => [...value.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "")),
    ]);
    expect(named.filter((name) => !isCopyName(name))).toEqual([]);
    expect(named).toContain("redirectUri");
  });

  it("rings one place of each drawing at least, and opens an entry that is there", async () => {
    for (const { figure } of (await guideOf()).steps) {
      if (!figure) continue;
      expect(figure.fields.some(({ ringed }) => ringed)).toBe(true);
      expect(figure.menu).toContain(figure.entry);
      expect(figure.label).toMatch(/\S/);
    }
  });

  it("speaks plainly, and its emphasis is closed", async () => {
    for (const { text, mistake = "" } of (await guideOf()).steps)
      for (const words of [...text, mistake]) {
        expect(words).not.toMatch(/!|please|oops|sorry/i);
        expect(words.split("**").length % 2).toBe(1);
      }
  });
});

it.each<[Kind, "clientId" | "clientSecret" | "issuer", string, string | null]>([
  ["google", "clientId", "1-a.apps.googleusercontent.com", null],
  ["google", "clientId", guid, "other_provider"],
  ["google", "clientId", "abc", "format"],
  ["google", "clientSecret", "1-a.apps.googleusercontent.com", "format"],
  ["microsoft", "clientId", guid, null],
  ["microsoft", "clientId", "1-a.apps.googleusercontent.com", "other_provider"],
  ["microsoft", "clientId", "abc", "format"],
  ["microsoft", "clientSecret", guid, "secret_id"],
  ["microsoft", "clientSecret", "q~8Q", null],
  ["openid", "clientId", "anything", null],
  ["openid", "issuer", "http://id.example", "format"],
  ["openid", "issuer", "", null],
])("a pasted value is known by its shape: %s %s %s", (kind, field, value, code) =>
  expect(hintOf(kind, field, value)).toBe(code),
);

it.each([
  ["google", "412709338851-q7h2mm04d9t2k.apps.googleusercontent.com", "412709…9t2k…"],
  ["google", "1-a.apps.googleusercontent.com", "1-a…"],
  ["openid", "1-a.apps.googleusercontent.com", "1-a.ap….com"],
  ["microsoft", guid, "8c1f2a…07be"],
  ["openid", "acme-crm", "acme-crm"],
] as const)("an application of %s is named in short: %s", (kind, text, short) =>
  expect(shortClientId(providerOf({ kind }), text)).toBe(short),
);

it.each([
  ["Partner login", "partner-login"],
  ["7 Élan!", "elan"],
  ["!", ""],
])("a key is suggested from the name: %s", (label, key) => expect(suggestKey(label)).toBe(key));

it("a preset is kept with its connection: its guide and its logo are found again, in the protocol of all others", () => {
  for (const { key, guide } of presets) {
    const found = providerOf({ kind: "openid", preset: key });
    expect(found.guide).toBe(guide);
    expect(found.Logo).not.toBe(providerOf({ kind: "openid" }).Logo);
    expect(found.fields).toBe(providerOf({ kind: "openid" }).fields);
  }
  expect(providerOf({ kind: "openid", preset: "unknown" })).toBe(providerOf({ kind: "openid", preset: null }));
});

it("the catalogue speaks plainly to super admins", () => {
  for (const text of Object.values(texts)) expect(text).not.toMatch(/!|please|oops|sorry|invalid/i);
});

it.each([
  ["https://id.example/realms/a/.well-known/openid-configuration", "https://id.example/realms/a"],
  ["https://id.example/.well-known/openid-configuration/", "https://id.example"],
  ["https://id.example/v2.0/.well-known/openid-configuration?appid=1", "https://id.example/v2.0"],
  ["https://id.example/", "https://id.example/"],
  [
    "https://id.example/.well-known/openid-configuration.example",
    "https://id.example/.well-known/openid-configuration.example",
  ],
])("F24: %s is the issuer %s", (pasted, issuer) => expect(described(pasted)).toBe(issuer));
