import { cleanup, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { openAt } from "../testing/open.tsx";
import { json, problem, type Server, serve } from "../testing/server.ts";
import { blank, hoursAgo, inDays, open as openSettings, serve as serveSettings } from "./testing.tsx";

type Page = components["schemas"]["SetupLinkPage"];

const token = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM";
const page: Page = {
  organization: "Acme Support",
  provider: "google",
  kind: "google",
  preset: null,
  label: null,
  copy: blank.copy,
  saved: null,
  isOn: false,
  expiresAt: "2026-12-01T10:00:00Z",
  etag: '"7"',
};
const saved = {
  clientId: "1.apps.googleusercontent.com",
  tenant: null,
  issuer: "https://accounts.google.com",
  secretEndsIn: "x9Q",
  secretExpiresAt: null,
  savedAt: hoursAgo(0),
};
const route = "POST /api/v1/setup-link";

/** The page of a link, as a browser opens it. */
async function open(server: (server: Server) => void = () => {}, hash = `#${token}`) {
  const net = serve({ [route]: () => json(200, page) });
  server(net);
  await openAt(`/connect${hash}`, async () => {
    const { GuestPage } = await import("./guest-page.tsx");
    return <GuestPage />;
  });
  return net;
}

describe("a set-up link", () => {
  it("shows the values to copy and the guide, and nobody's session is asked for", async () => {
    const net = await open();
    await screen.findByRole("heading", { level: 1, name: "Set up Google for Acme Support" });
    await screen.findByRole("heading", { name: "In the Google Cloud console" });
    screen.getByRole("button", { name: "Copy Redirect URI" });
    expect(location.hash).toBe("");
    expect(net.all.map(({ route, bearer }) => [route, bearer])).toEqual([["POST /api/v1/setup-link", null]]);
    expect(net.asked(route)[0]?.body).toEqual({ token });
  });

  it("is opened again by a reload of its tab", async () => {
    await open();
    await screen.findByRole("heading", { level: 1, name: "Set up Google for Acme Support" });
    cleanup();
    const net = await open(() => {}, "");
    await screen.findByRole("heading", { level: 1, name: "Set up Google for Acme Support" });
    expect(net.asked(route)[0]?.body).toEqual({ token });
  });

  it("saves what was typed, says what was found, and is signed off", async () => {
    const net = await open((server) => {
      server.answer("POST /api/v1/setup-link/application", () =>
        json(200, {
          page: { ...page, saved, etag: '"8"' },
          checks: [
            {
              stage: "server",
              name: "credentials",
              result: "failed",
              reason: "",
              expected: null,
              received: null,
              facts: {},
            },
          ],
          code: "sso_app_invalid",
        }),
      );
      server.answer("POST /api/v1/setup-link/sign-off", () => new Response(null, { status: 204 }));
    });
    await userEvent.type(await screen.findByLabelText("Client ID"), " 1.apps.googleusercontent.com");
    await userEvent.type(screen.getByLabelText("Client secret"), "GOCSPX-x9Q");
    await userEvent.click(screen.getByRole("button", { name: "Save and check" }));
    expect((await screen.findByText("Client ID and secret are accepted")).textContent).toContain("Failed");
    screen.getByRole("alert");
    expect(net.asked("POST /api/v1/setup-link/application")[0]?.body).toEqual({
      token,
      etag: '"7"',
      clientId: "1.apps.googleusercontent.com",
      clientSecret: "GOCSPX-x9Q",
    });
    expect(screen.getByLabelText<HTMLInputElement>("Client secret").value).toBe("");
    await userEvent.click(screen.getByRole("button", { name: "My part is done" }));
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "My part is done" }));
    await screen.findByRole("heading", { level: 1, name: "Thank you" });
  });

  it.each([
    ["one that is over", `#${token}`],
    ["a page without its link", ""],
  ])("opens nothing: %s", async (_, hash) => {
    await open((server) => server.answer(route, () => problem(410, "setup_link_closed")), hash);
    await screen.findByRole("heading", { level: 1, name: "This link is no longer valid" });
  });

  it("asks for nothing but a new secret where people sign in already", async () => {
    await open((server) => server.answer(route, () => json(200, { ...page, saved, isOn: true })));
    await screen.findByLabelText("Client secret");
    expect(screen.queryByLabelText("Client ID")).toBeNull();
  });
});

describe("the links of a connection", () => {
  const link = {
    id: "AAAAAAAAAAAAAAAAAAAAAA",
    guest: "Ines",
    state: "waiting" as const,
    createdAt: hoursAgo(1),
    createdBy: "Ana Ruiz",
    expiresAt: inDays(7),
    openedAt: null,
    endedAt: null,
  };

  it("say that one ended with the power of who made it, which nobody can revoke", async () => {
    const server = serveSettings();
    server.answer("GET connections/con_1", () => json(200, blank));
    const withdrawn = { ...link, state: "withdrawn" as const, endedAt: hoursAgo(0.5) };
    server.answer("GET connections/con_1/setup-links", () => json(200, { items: [withdrawn], mail: false }));
    await openSettings("/sso-settings/connections/con_1");
    await screen.findByText("Ended");
    screen.getByText("Ana Ruiz was deactivated or is no super admin any more, so the link ended too. It stays ended.");
    expect(screen.queryByRole("button", { name: "Revoke the link for Ines" })).toBeNull();
  });

  it.each([
    [true, "ines@it.example"],
    [false, null],
  ])("are made for somebody, shown once, mailed where mail is sent (%s), and revoked", async (mail, mailTo) => {
    const server = serveSettings();
    const path = "connections/con_1/setup-links" as const;
    server.answer("GET connections/con_1", () => json(200, blank));
    server.answer(`GET ${path}`, () => json(200, { items: [], mail }));
    server.answer(`POST ${path}`, () => json(201, { link, url: `https://sso.example.com/connect#${token}` }));
    server.answer(`DELETE ${path}/${link.id}`, () => new Response(null, { status: 204 }));
    await openSettings("/sso-settings/connections/con_1");
    await userEvent.click(await screen.findByRole("button", { name: "Make a setup link" }));
    const dialog = within(screen.getByRole("dialog"));
    await userEvent.type(dialog.getByLabelText("For whom (optional)"), "Ines ");
    if (mailTo) await userEvent.type(dialog.getByLabelText("E-mail to send it to (optional)"), ` ${mailTo}`);
    else expect(dialog.queryByLabelText("E-mail to send it to (optional)")).toBeNull();
    server.answer(`GET ${path}`, () => json(200, { items: [link], mail }));
    await userEvent.click(dialog.getByRole("button", { name: "Make a setup link" }));
    await screen.findByText(`https://sso.example.com/connect#${token}`);
    expect(server.asked(`POST ${path}`)[0]?.body).toEqual({ guest: "Ines", ...(mailTo && { mailTo }) });
    expect(Boolean(screen.queryByText(/It is on its way to ines@it\.example/))).toBe(mail);
    await userEvent.click(screen.getByRole("button", { name: "I have copied it" }));
    await userEvent.click(await screen.findByRole("button", { name: "Revoke the link for Ines" }));
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Revoke" }));
    await screen.findByText("The setup link was revoked.");
  });
});
