import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { press } from "../testing/controls.ts";
import { json } from "../testing/server.ts";
import { connection, field, hoursAgo, inDays, open, paste, path, saved, serve, version } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

describe("versions and rotation", () => {
  const old = { ...version, id: "ver_0", number: 0, state: "retired" as const };
  const draft = { ...saved, id: "ver_2", number: 2 };
  beforeEach(() => {
    server.answer("GET connections/con_1", () => json(200, { ...connection, draft }));
    server.answer("GET connections/con_1/versions", () => json(200, { items: [draft, version, old] }));
  });

  it("go back to one that worked, in one click and a question", async () => {
    server.answer("POST connections/con_1/versions/ver_0/restore", () => json(200, connection));
    await open(path);
    await press("Go back to version 0");
    await userEvent.click(await screen.findByRole("button", { name: "Go back to this version" }));
    await screen.findByText("Version 0 is in use.");
    expect(server.asked("POST connections/con_1/versions/ver_0/restore")[0]?.ifMatch).toBe('"7"');
  });

  it("discard the draft; the one in use stays", async () => {
    server.answer("DELETE connections/con_1/draft", () => json(200, connection));
    await open(path);
    await press("Discard draft");
    const dialog = await screen.findByRole("dialog", { name: "Discard version 2?" });
    within(dialog).getByText("Sign-ins never used it. Version 1 stays in use.");
    await userEvent.click(within(dialog).getByRole("button", { name: "Discard draft" }));
    await screen.findByText("The draft was discarded.");
  });

  it("say when the old secret was last used, and end it", async () => {
    const rotation = { until: inDays(5), oldNumber: 1, oldEndsIn: "k2P", oldLastUsedAt: hoursAgo(30) };
    server.answer("GET connections/con_1", () => json(200, { ...connection, rotation }));
    server.answer("DELETE connections/con_1/fallback", () => json(200, connection));
    await open(path);
    await screen.findByText(/It ends in …k2P\. The old one was last used \w+, /);
    await press("Stop using it now");
    await screen.findByText("The old secret is no longer used.");
  });
});

describe("a new secret", () => {
  const fix = `${path}?fix=secret`;

  it.each([
    ["google", "Create a second client secret"],
    ["microsoft", "Create a new client secret"],
  ] as const)("of %s is asked for alone: the field has the focus, beside it the one step", async (kind, step) => {
    server.answer("GET connections/con_1", () => json(200, { ...connection, provider: kind, kind }));
    await open(fix);
    const secret = await screen.findByLabelText(/^Client secret/);
    await waitFor(() => expect(document.activeElement).toBe(secret));
    await screen.findByRole("heading", { name: step });
    const guide = screen.getByRole("complementary");
    expect(within(guide).queryByRole("checkbox")).toBeNull();
    expect(screen.queryByLabelText(/^(Application \(client\)|Client) ID/)).toBeNull();
    expect(screen.queryByRole("button", { name: "Copy Redirect URI" })).toBeNull();
  });

  it("is saved alone and tested", async () => {
    server.answer("PATCH connections/con_1", () => json(200, { ...connection, draft: saved }));
    await open(fix);
    await paste("Client secret", "GOCSPX-2");
    await press("Save and test");
    await waitFor(() => expect(location.pathname + location.search).toBe(`${path}/test?start=1`));
    expect(server.patches().map(({ body }) => body)).toEqual([{ clientSecret: "GOCSPX-2" }]);
  });

  it("stays typed when all settings are shown", async () => {
    await open(fix);
    await paste("Client secret", "GOCSPX-2");
    await press("Show all settings");
    await field("Client ID");
    expect((await field("Client secret")).value).toBe("GOCSPX-2");
    expect(location.search).toBe("");
  });
});
