import { beforeAll, describe, expect, it } from "vitest";
import type { CodeText } from "./descriptor.ts";
import { explainCode } from "./explain-code.ts";
import { type AllCodes, blamesSecret, fetchCodes, providerAt } from "./providers.tsx";

let all: AllCodes;
let providerCodes: Record<string, CodeText>;
beforeAll(async () => {
  all = await fetchCodes();
  providerCodes = Object.assign({}, ...Object.values(all).map(({ texts }) => texts));
});

/** Whatever the brand: Entra and Google may stand behind an issuer that an organization names itself, too. */
const providers = ["microsoft", "google", "acme-login", ""];

describe("a provider's error code", () => {
  it.each([
    ["AADSTS50105", "AADSTS50105"],
    ["access_denied AADSTS50105", "AADSTS50105"],
    ["AADSTS50105: Your administrator has ...", "AADSTS50105"],
    ["invalid_client", "invalid_client"],
    ["unauthorized_client AADSTS99999999", "unauthorized_client"],
    ["Error 400: redirect_uri_mismatch", "redirect_uri_mismatch"],
    ["access_denied org_internal", "access_denied"],
  ])("is found in %s", (received, code) => {
    for (const provider of providers) expect(explainCode(received, provider, all)?.code ?? null, provider).toBe(code);
  });

  it.each(["", "unrecognized", "AADSTS501050", "acme.example", "constructor", "__proto__"])(
    "is not found in %j",
    (received) => {
      for (const provider of providers) expect(explainCode(received, provider, all)).toBeNull();
    },
  );

  it("is explained for at least 35 codes of Microsoft and all of the usual ones", () => {
    const entra = Object.keys(providerCodes).filter((code) => /^AADSTS\d+$/.test(code));
    expect(entra.length).toBeGreaterThanOrEqual(35);
    expect(Object.keys(all.microsoft.texts)).toEqual(entra);
    for (const code of ["redirect_uri_mismatch", "org_internal", "admin_policy_enforced", "disallowed_useragent"])
      expect(providerCodes[code]).toBeTruthy();
  });

  it("is explained plainly, with what it means, why, and what to do", () => {
    expect(Object.keys(providerCodes).length).toBeGreaterThan(80);
    for (const { title, why, fix } of Object.values(providerCodes)) {
      for (const text of [title, why, fix]) expect(text).not.toMatch(/!|please|oops|sorry|invalid|log.?in\b/i);
      for (const sentence of [why, fix]) expect(sentence).toMatch(/\.$/);
      expect(title).not.toMatch(/\.$/);
    }
  });

  it("is looked up with the provider's own brand first, then with the standard, then with the others", () => {
    const saying = (title: string, ...codes: string[]) => ({
      texts: Object.fromEntries(codes.map((code) => [code, { title, why: "Because.", fix: "Do it." }])),
      who: Object.fromEntries(codes.map((code) => [code, "person" as const])),
    });
    const made: AllCodes = {
      google: saying("Google's", "everybodys", "of_two"),
      microsoft: saying("Microsoft's", "everybodys"),
      openid: saying("the standard's", "everybodys", "of_two"),
    };
    const whose = (received: string, provider: string) => explainCode(received, provider, made)?.title;
    expect(["google", "microsoft", "acme-login"].map((one) => whose("everybodys", one))).toEqual([
      "Google's",
      "Microsoft's",
      "the standard's",
    ]);
    expect(["google", "microsoft"].map((one) => whose("of_two", one))).toEqual(["Google's", "the standard's"]);
    expect(whose("of_two", "constructor")).toBe("the standard's");
  });
});

it("the secret alone is blamed by the code of a brand, which that brand explains", () => {
  for (const received of ["AADSTS7000215", "invalid_client AADSTS7000215", "AADSTS7000215: Invalid client secret"])
    expect(blamesSecret(received), received).toBe(true);
  for (const received of ["", "invalid_client", "AADSTS70002150", "xAADSTS7000215", "undefined"])
    expect(blamesSecret(received), received).toBe(false);
  for (const key of ["google", "microsoft", "openid"] as const) {
    const { wrongSecretCode } = providerAt(key);
    if (wrongSecretCode) expect(all[key].who[wrongSecretCode]).toBe("super_admin");
  }
});
