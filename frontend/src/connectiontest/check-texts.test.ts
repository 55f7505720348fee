import { describe, expect, it } from "vitest";
import { type Check, type Report, wordsOf } from "./check-texts.ts";
import { sureOf } from "./sure.ts";
import { failed } from "./testing.ts";

const around = { kind: "openid", label: "Acme Keycloak", org: "Acme", lockedTo: [] } as const;

function words(of: Partial<Check>, code: Report["code"] = null) {
  const check = {
    stage: "server",
    name: "credentials",
    result: "failed",
    reason: "",
    expected: null,
    received: null,
    facts: {},
  };
  return wordsOf({ ...check, ...of } as Check, { ...failed(), code }, { ...around, lockedTo: [] });
}

describe("a diagnosis", () => {
  it.each([
    [
      "a secret that Entra rejects",
      { reason: "client_secret_invalid", received: "invalid_client AADSTS7000215" },
      null,
      "certain",
    ],
    ["a client that is refused", { reason: "client_secret_invalid", received: "unauthorized_client" }, null, "likely"],
    [
      "a request that is refused",
      { reason: "token_answer", received: "unauthorized_client" },
      "provider_config_error",
      "one_of",
    ],
    [
      "the same after the sign-in",
      { stage: "person", name: "token", reason: "token_answer" },
      "provider_config_error",
      "one_of",
    ],
  ] as const)("I2: names the secret first for %s, and says how sure it is", (_, check, code, sure) => {
    const { said, todo, sure: is } = words(check, code);
    const text = `${said} ${todo}`;
    expect(is).toBe(sure);
    expect(text).toContain("secret");
    for (const other of ["client ID", "redirect URI", "application type", "settings of this connection"])
      if (text.includes(other)) expect(text.indexOf("secret"), other).toBeLessThan(text.indexOf(other));
  });

  it("I2: does not blame the secret for a code that was not accepted", () => {
    const { said, todo } = words({ stage: "person", name: "token", reason: "token_answer" }, "code_rejected");
    expect(`${said} ${todo}`).not.toContain("secret");
  });

  it("I2: is one of several where nothing says more", () => {
    expect(sureOf({ reason: "brand_new", received: null })).toBe("one_of");
    expect(words({ reason: "" }).sure).toBe("one_of");
    expect(words({ result: "passed" }).sure).toBeNull();
  });

  it("I7: claims nothing about what the provider accepts, and warns of nothing unknown", () => {
    const { said, todo } = words({ name: "public_address", result: "look", reason: "not_https" });
    expect(`${said} ${todo}`).not.toContain("Keycloak");
    expect(words({ name: "public_address", result: "info", reason: "not_https" })).toMatchObject({
      todo: null,
      sure: null,
    });
    expect(words({ name: "clock", result: "info", reason: "no_date" })).toMatchObject({ todo: null, sure: null });
  });

  it.each([
    ["keys", { keys: "1", ms: "0" }, "1 key."],
    ["keys", { keys: "6", ms: "84" }, "6 keys, fetched in 84 ms."],
    ["clock", { seconds: "-0.2" }, "0.2 s apart. Up to 60 s are fine."],
    ["clock", { seconds: "0.0" }, "Same time as Microsoft."],
  ] as const)("tells %s %j as it is read", (name, facts, said) =>
    expect(words({ name, result: "passed", facts }).said).toBe(said),
  );

  it("I13: says that the secret is not known before the sign-in", () => {
    expect(words({ result: "info", reason: "not_before_sign_in" }).said).toContain("Not known before the sign-in");
  });

  it("I16: names TLS where an http port is called by https", () => {
    expect(words({ name: "discovery", reason: "discovery_tls" }, "provider_unreachable").said).toContain("TLS");
  });
});
