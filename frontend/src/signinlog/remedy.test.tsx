import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { ProblemCode } from "../api/problem.ts";
import { open, serve, tom } from "../shell/testing.tsx";
import { json, problem } from "../testing/server.ts";
import { counts, detail } from "./testing.tsx";

const connect = `POST users/${tom.id}/identities` as const;
let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve({
    "GET sign-in-log": () => json(200, { items: [], next: null, retentionDays: 180 }),
    "GET sign-in-counts": () => json(200, counts),
    "GET users": () => json(200, { items: [tom], next: null, total: 1 }),
  });
});

async function refused(code: string, reason: string, more: object = {}) {
  server.answers[`GET sign-in-log/${detail.id}`] = () =>
    json(200, { ...detail, code, reason, connectable: false, ...more });
  await open(`/sign-in-log?id=${detail.id}`);
  return within(await screen.findByRole("region", { name: "Selected attempt" }));
}
const settings = `/sso-settings/connections/${detail.connectionId}`;

describe("from a refused attempt to its remedy", () => {
  it.each([
    ["wrong_tenant", "tenant_mismatch", "Change who can sign in", settings],
    ["wrong_hosted_domain", "no_hosted_domain", "Change who can sign in", settings],
    ["sso_app_invalid", "client_secret_expired", "Enter a new secret", `${settings}?fix=secret`],
    ["user_not_authorized", "no_user", "Add this person", `/users?from=${detail.id}`],
  ])("%s (%s) leads to %s", async (code, reason, name, href) => {
    const card = await refused(code, reason);
    expect((await card.findByRole("link", { name })).getAttribute("href")).toBe(href);
    expect(card.queryByRole("button", { name: "Connect to a person..." })).toBeNull();
  });

  it("an application that is switched off is switched on under Applications, and the request says how often", async () => {
    const card = await refused("application_switched_off", "", {
      purpose: "application",
      provider: null,
      person: null,
      application: "Acme CRM",
      times: 7,
      steps: [],
    });
    expect((await card.findByRole("link", { name: "Open Applications" })).getAttribute("href")).toBe("/applications");
    card.getByText("Acme CRM");
    card.getByText("7 times");
    expect(
      card
        .getByText(/^Time \(/)
        .nextElementSibling?.querySelector("time")
        ?.getAttribute("datetime"),
    ).toBe(detail.at);
    expect(card.queryByText("Person")).toBeNull();
  });

  it("there is no step where the product has none", async () => {
    const card = await refused("provider_denied", "");
    await card.findByText("provider_denied");
    expect(card.queryByRole("link", { name: /secret|Change|Add/ })).toBeNull();
  });

  async function choose() {
    const card = await refused("user_not_authorized", "no_user", { connectable: true });
    await userEvent.click(await card.findByRole("button", { name: "Connect to a person..." }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.type(dialog.getByRole("searchbox"), "to{Enter}");
    await userEvent.click(await dialog.findByRole("button", { name: "Choose: Tom Berg" }));
    dialog.getByText("From now on this account signs in as Tom Berg (tom@acme.example).");
    await userEvent.click(dialog.getByRole("button", { name: "Connect" }));
    return dialog;
  }

  it("the account is connected to a person, after the effect was named", async () => {
    server.answers[connect] = () => json(201, tom);
    await choose();
    await screen.findByText("The account is connected to Tom Berg.");
    expect(server.asked(connect)[0]?.body).toEqual({ signInId: detail.id });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it.each<[number, ProblemCode, string]>([
    [409, "already_linked_other_user", "This Google account is already connected to a different user."],
    [409, "already_linked_other", "Disconnect the current Google account first."],
    [403, "forbidden", "Tom Berg is a super admin. Super admins connect their accounts themselves, while signed in."],
  ])("it is refused in words: %i %s", async (status, code, text) => {
    server.answers[connect] = () => problem(status, code);
    const dialog = await choose();
    expect((await dialog.findByRole("alert")).textContent).toContain(text);
  });

  it("how long the log is kept is changed in the policy", async () => {
    await open("/sign-in-log");
    const link = await screen.findByRole("link", { name: "Change how long" });
    expect(link.getAttribute("href")).toBe("/sso-settings/policy");
  });
});
