import { describe, expect, it } from "vitest";
import { explainCode, providerCodes } from "./provider-codes.ts";

describe("a provider's error code", () => {
  it.each([
    ["AADSTS50105", "AADSTS50105"],
    ["access_denied AADSTS50105", "AADSTS50105"],
    ["AADSTS50105: Your administrator has ...", "AADSTS50105"],
    ["invalid_client", "invalid_client"],
    ["unauthorized_client AADSTS99999999", "unauthorized_client"],
    ["Error 400: redirect_uri_mismatch", "redirect_uri_mismatch"],
  ])("is found in %s", (received, code) => expect(explainCode(received)?.code ?? null).toBe(code));

  it.each(["", "unrecognized", "AADSTS501050", "acme.example", "constructor", "__proto__"])(
    "is not found in %j",
    (received) => expect(explainCode(received)).toBeNull(),
  );

  it("is explained for at least 35 codes of Microsoft and all of the usual ones", () => {
    const entra = Object.keys(providerCodes).filter((code) => /^AADSTS\d+$/.test(code));
    expect(entra.length).toBeGreaterThanOrEqual(35);
    for (const code of ["redirect_uri_mismatch", "org_internal", "admin_policy_enforced", "disallowed_useragent"])
      expect(providerCodes[code]).toBeTruthy();
  });

  it("is explained plainly, with what it means, why, and what to do", () => {
    for (const { title, why, fix } of Object.values(providerCodes)) {
      for (const text of [title, why, fix]) expect(text).not.toMatch(/!|please|oops|sorry|invalid|log.?in\b/i);
      for (const sentence of [why, fix]) expect(sentence).toMatch(/\.$/);
      expect(title).not.toMatch(/\.$/);
    }
  });
});
