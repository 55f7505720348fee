import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { open, serve } from "../shell/testing.tsx";
import { json, problem } from "../testing/server.ts";

const domain: components["schemas"]["Domain"] = {
  id: "dom_1",
  domain: "acme.example",
  state: "pending",
  record: { type: "TXT", name: "_latchkey.acme.example", value: "latchkey-verification=abc" },
  lastResult: null,
  verifiedAt: null,
  checkedAt: null,
  createdAt: "2026-11-09T08:00:00Z",
  createdBy: "Ana Ruiz",
};

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve({ "GET domains": () => json(200, { items: [domain] }) });
});

const card = async () => within(await screen.findByRole("region", { name: "acme.example" }));
const add = async (text: string) => {
  await userEvent.type(await screen.findByLabelText("Domain"), text);
  await userEvent.click(screen.getByRole("button", { name: "Add a domain" }));
};

describe("the verified domains", () => {
  it("show the record to publish, and are verified once it is found", async () => {
    server.answers["POST domains/dom_1/check"] = () => json(200, domain);
    await open("/sso-settings/domains");
    for (const text of ["Waiting for the DNS record", "_latchkey.acme.example", "latchkey-verification=abc"])
      (await card()).getByText(text);
    const now = new Date().toISOString();
    const verified = { ...domain, state: "verified", lastResult: "found", verifiedAt: now, checkedAt: now };
    server.answers["GET domains"] = () => json(200, { items: [verified] });
    await userEvent.click((await card()).getByRole("button", { name: "Check now acme.example" }));
    await (await card()).findByText("Verified");
    (await card()).getByText(/^Last check today, .*: the record is there\.$/);
  });

  it("are looked for again only after a pause", async () => {
    server.answers["POST domains/dom_1/check"] = () => problem(429, "rate_limited");
    await open("/sso-settings/domains");
    await userEvent.click((await card()).getByRole("button", { name: "Check now acme.example" }));
    await screen.findByText("Wait 10 seconds between checks.");
  });

  it("say what a lost one means", async () => {
    server.answers["GET domains"] = () => json(200, { items: [{ ...domain, state: "lost" }] });
    await open("/sso-settings/domains");
    (await card()).getByText(/The record was missing for three days, so the domain does not count\./);
  });

  it.each([
    ["public_domain", "This is a public e-mail domain. No organization can claim it."],
    ["taken", "This domain is already in the list."],
    ["format", "Enter a domain, like acme.example."],
  ])("are not added when the server says %s", async (code, text) => {
    const errors = [{ pointer: "/domain", code }];
    server.answers["POST domains"] = () => problem(422, "validation_failed", { errors });
    await open("/sso-settings/domains");
    await add("gmail.com");
    await screen.findByText(text);
    expect((screen.getByLabelText("Domain") as HTMLInputElement).value).toBe("gmail.com");
  });

  it("are added, and removed after a question", async () => {
    server.answers["GET domains"] = () => json(200, { items: [] });
    server.answers["POST domains"] = () => json(201, domain);
    server.answers["DELETE domains/dom_1"] = () => new Response(null, { status: 204 });
    await open("/sso-settings/domains");
    await screen.findByRole("heading", { name: "No domains yet" });
    server.answers["GET domains"] = () => json(200, { items: [domain] });
    await add(" acme.example ");
    expect(server.asked("POST domains")[0]?.body).toEqual({ domain: "acme.example" });
    await userEvent.click((await card()).getByRole("button", { name: "Remove acme.example" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Remove acme.example?" }));
    server.answers["GET domains"] = () => json(200, { items: [] });
    await userEvent.click(dialog.getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(server.asked("DELETE domains/dom_1")).toHaveLength(1));
    await screen.findByRole("heading", { name: "No domains yet" });
  });
});
