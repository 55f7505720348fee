import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { open, serve } from "../shell/testing.tsx";
import { json, problem } from "../testing/server.ts";

const crm: components["schemas"]["Application"] = {
  clientId: "crm",
  name: "Acme CRM",
  icon: "",
  homeUrl: "https://crm.example",
  on: true,
  lastUsedAt: null,
  changedAt: null,
  changedBy: "The operator",
  etag: '"1"',
};

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve({ "GET applications": () => json(200, { items: [crm] }) });
});

describe("the applications of an organization", () => {
  it("say who signed in last, and are switched off after a question that says what it means", async () => {
    server.answers["POST applications/crm/disable"] = () => json(200, { ...crm, on: false, etag: '"2"' });
    await open("/applications");
    await screen.findByText("No one has signed in to it yet.");
    await userEvent.click(screen.getByRole("button", { name: "Switch off Acme CRM" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Switch off Acme CRM?" }));
    dialog.getByText(/No one in .* can sign in to it any more/);
    const off = { ...crm, on: false, changedBy: "Ana Ruiz", changedAt: new Date().toISOString(), etag: '"2"' };
    server.answers["GET applications"] = () => json(200, { items: [off] });
    await userEvent.click(dialog.getByRole("button", { name: "Switch off" }));
    await screen.findByText(/Switched off by Ana Ruiz, today/);
    await waitFor(() => expect(server.asked("POST applications/crm/disable")[0]?.ifMatch).toBe('"1"'));
    screen.getByRole("button", { name: "Switch on Acme CRM" });
  });

  it("stand in one line, with a picture and without", async () => {
    const icon = "data:image/png;base64,iVBORw0KGgo=";
    server.answers["GET applications"] = () =>
      json(200, { items: [crm, { ...crm, clientId: "wiki", name: "Wiki", icon }] });
    await open("/applications");
    await screen.findByRole("heading", { name: "Wiki" });
    const pictures = [...document.querySelectorAll("li.thing svg[width='22'], li.thing img")];
    const rooms = pictures.map((one) => one.parentElement?.getAttribute("style"));
    expect(rooms).toHaveLength(2);
    expect(rooms[0]).toContain("width");
    expect(rooms[1]).toBe(rooms[0]);
    // One that is not square is not drawn out of shape.
    expect(pictures[1]?.getAttribute("style")).toContain("object-fit: contain");
  });

  it("say what to ask the operator for while there are none", async () => {
    server.answers["GET applications"] = () => json(200, { items: [] });
    await open("/applications");
    await screen.findByRole("heading", { name: "No applications yet" });
    screen.getByText(/^applications: \[\{ clientId: crm, .*organizations: \[acme\] \}\]$/);
    expect(screen.getByRole("link", { name: "Documentation for developers" }).getAttribute("href")).toBe("/docs");
  });
});

describe("the start page", () => {
  it("opens the applications, and has no place for them while there are none", async () => {
    const link = "https://crm.example/login?iss=x";
    server.answers["GET /api/v1/me/applications"] = () =>
      json(200, { items: [{ clientId: "crm", name: "Acme CRM", icon: "", link }] });
    await open("/");
    expect((await screen.findByRole("link", { name: "Acme CRM" })).getAttribute("href")).toBe(link);
  });

  it("says that they did not come, and asks again", async () => {
    server.answers["GET /api/v1/me/applications"] = () => problem(503, "busy");
    await open("/");
    const card = within(await screen.findByRole("region", { name: "Applications" }));
    const items = [{ clientId: "crm", name: "Acme CRM", icon: "", link: "https://crm.example/" }];
    server.answers["GET /api/v1/me/applications"] = () => json(200, { items });
    await userEvent.click(card.getByRole("button", { name: "Try again" }));
    await card.findByRole("link", { name: "Acme CRM" });
  });
});
