/** @jsxImportSource preact */
import { readFileSync } from "node:fs";
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it, vi } from "vitest";
import { json } from "../../testing/server.ts";
import type { Place } from "../place.ts";
import { acme, serve, show, watchLeaving } from "../testing.tsx";
import { refusedText } from "./refused.ts";
import { Refused } from "./refused.tsx";

const contract = readFileSync("openapi.yaml", "utf8");
const codes = [...contract.slice(contract.indexOf("    ProblemCode:")).matchAll(/^ {8}- (\w+)$/gm)].map(
  ([, code]) => code as string,
);

function place(reason: string, more: Partial<Extract<Place, { at: "refused" }>> = {}) {
  return {
    at: "refused",
    organization: "acme",
    reason,
    provider: "google",
    ref: "7F3K-92QD",
    chosen: false,
    ...more,
  } as const;
}

describe("a sign-in that did not finish", () => {
  it("knows the codes of the contract", () => expect(codes.length).toBeGreaterThan(40));

  it.each(codes)("is told in whole sentences: %s", (code) => {
    show(<Refused page={acme} place={place(code)} />);
    const heading = screen.getByRole("heading", { level: 1 });
    expect(document.activeElement).toBe(heading);
    expect(document.title).toBe("Sign-in not completed - Acme Support");
    expect(heading.textContent).not.toBe("");
    expect(document.body.textContent).not.toMatch(/[{}]|undefined/);
    expect(screen.getByText("7F3K-92QD")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Back to sign-in" }).getAttribute("href")).toBe("/o/acme/sign-in?stay=1");
  });

  it("says nothing about whether a user exists (B19-B23)", () => {
    show(<Refused page={acme} place={place("user_not_authorized")} />);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("User not authorized");
    expect(screen.getByText("Acme Support's administrator decides who can sign in.")).toBeTruthy();
  });

  it.each(["constructor", "unheard_of", "", "validation_failed"])("has a general text for %j", (reason) => {
    show(<Refused page={acme} place={place(reason)} />);
    expect(refusedText(reason)).toBeNull();
    expect(screen.getByText("We could not complete the sign-in.")).toBeTruthy();
  });

  it("shows no reference that has not the form of one, and asks nobody to read it out", () => {
    show(<Refused page={acme} place={place("user_not_authorized", { ref: "<b>call me</b>" })} />);
    expect(document.body.textContent).not.toContain("call me");
    expect(document.body.textContent).not.toContain("reference");
  });

  it("offers another account where that may help, and starts with the account chooser", async () => {
    const leaving = watchLeaving();
    const asked = serve({ "POST /api/v1/sign-in/sso": () => json(201, { authorizationUrl: "https://p.example/" }) });
    const { user } = show(<Refused page={acme} place={place("wrong_hosted_domain")} />);
    await user.click(screen.getByRole("button", { name: "Use another account" }));
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("https://p.example/"));
    expect(asked[0]?.body).toMatchObject({ provider: "google", chooseAccount: true });
  });

  it("I10: says what helps where the provider was asked for another account and the same came back", () => {
    show(<Refused page={acme} place={place("wrong_hosted_domain", { chosen: true })} />);
    screen.getByText(/If Google did not let you choose an account, sign out at Google first/);
    screen.getByRole("button", { name: "Use another account" });
  });

  it.each(["wrong_hosted_domain", "user_not_authorized"])("I10: does not say it the first time: %s", (reason) => {
    show(<Refused page={acme} place={place(reason)} />);
    expect(document.body.textContent).not.toContain("sign out at Google");
  });

  it.each(["provider_denied", "attempt_expired", "sso_app_invalid"])("does not offer it for %s", (reason) => {
    show(<Refused page={acme} place={place(reason)} />);
    expect(screen.queryByRole("button", { name: "Use another account" })).toBeNull();
  });

  it("copies the reference and says so; if the clipboard refuses, it selects it", async () => {
    const { user } = show(<Refused page={acme} place={place("internal_error")} />);
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValueOnce();
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(write).toHaveBeenCalledWith("7F3K-92QD");
    expect(await screen.findByText("Reference copied")).toBeTruthy();
    write.mockRejectedValueOnce(new Error("refused"));
    await user.click(screen.getByRole("button", { name: "Copied" }));
    expect(await screen.findByText(/^Reference selected/)).toBeTruthy();
  });
});
