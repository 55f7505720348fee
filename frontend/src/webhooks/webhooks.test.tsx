import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { open, serve } from "../shell/testing.tsx";
import { dialog, press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import type { Delivery, Webhook } from "./webhook.ts";

const id = "wh_0kq2vPz1Qe6tqk3mWmY1Zg";
const crm: Webhook = {
  id,
  url: "https://crm.example.com/hooks?key=1",
  description: "",
  types: ["user.created", "user.deactivated"],
  enabled: true,
  offReason: null,
  failingSince: null,
  succeededAt: "2026-01-09T08:00:00Z",
  oldSecretUntil: null,
  waiting: 0,
  failed: 0,
  createdAt: "2026-01-09T08:00:00Z",
  createdBy: "Ana Ruiz",
  changedAt: "2026-01-09T08:00:00Z",
  changedBy: "Ana Ruiz",
  etag: '"3"',
};
const sent = (change: Partial<Delivery> = {}): Delivery => ({
  id: "msg_1yQn0Zc3xV7mKd5RtB9hLw",
  eventId: "evt_0kq2vPz1Qe6tqk3mWmY1Zg",
  type: "user.created",
  state: "delivered",
  attempts: [{ at: "2026-01-09T08:00:00Z", status: 204, problem: null, milliseconds: 87 }],
  createdAt: "2026-01-09T08:00:00Z",
  nextTryAt: null,
  ...change,
});

let server: ReturnType<typeof serve>;
const list = (...items: Webhook[]) => {
  server.answers["GET webhooks"] = () => json(200, { items });
};
const log = (...items: Delivery[]) => {
  server.answers[`GET webhooks/${id}/deliveries`] = () => json(200, { items, next: null });
};
beforeEach(() => {
  server = serve({});
  list(crm);
  log(sent());
});

const card = async (name = "crm.example.com") =>
  within((await screen.findByRole("heading", { name })).closest("section") as HTMLElement);

describe("the list of webhooks", () => {
  it("says where each leads, what it gets, and what was sent last", async () => {
    await open("/webhooks");
    const shown = await card();
    for (const text of ["On", "user.created, user.deactivated", crm.url]) shown.getByText(text);
    await shown.findByText("204 after 87 ms");
    shown.getByText("Arrived");
    expect(screen.getByRole("link", { name: "Webhooks" }).getAttribute("aria-current")).toBe("page");
  });

  it("says what it is for, while there is none, and why it cannot be shown", async () => {
    list();
    await open("/webhooks");
    await screen.findByRole("heading", { name: "No webhooks yet" });
    cleanup();
    server.answers["GET webhooks"] = () => problem(503, "busy");
    await open("/webhooks");
    await screen.findByRole("alert");
    list(crm);
    await press("Try again");
    await card();
  });

  it("says that nothing arrives, and why one was turned off", async () => {
    list(
      { ...crm, failingSince: "2026-01-09T08:00:00Z" },
      { ...crm, id: "wh_2", description: "SIEM", enabled: false, offReason: "gone" },
    );
    log();
    server.answers["GET webhooks/wh_2/deliveries"] = () => json(200, { items: [], next: null });
    await open("/webhooks");
    const failing = await card();
    failing.getByText("Nothing arrives");
    failing.getByText(/^Nothing has arrived since/);
    const off = await card("SIEM");
    off.getByText(/wants no more events/);
    expect(off.queryByRole("button", { name: /test event/ })).toBeNull();
    await off.findByText(/^Nothing yet\./);
  });
});

describe("what was sent", () => {
  it("can be sent again, one or all that failed", async () => {
    list({ ...crm, failed: 2 });
    log(
      sent({
        state: "failed",
        attempts: [1, 2].map(() => ({
          at: "2026-01-09T08:00:00Z",
          status: null,
          problem: "timeout",
          milliseconds: 15000,
        })),
      }),
      sent({ id: "msg_2", state: "waiting", attempts: [] }),
    );
    server.answers[`POST webhooks/${id}/redeliveries`] = () => json(202, { count: 1 });
    await open("/webhooks");
    await screen.findByText("No answer within 15 seconds");
    screen.getByText("2 tries");
    screen.getByText("On its way");
    await press(/^Send again/);
    await screen.findByText("1 event will be sent again.");
    await press("Send all 2 failed ones again");
    await waitFor(() => expect(server.asked(`POST webhooks/${id}/redeliveries`)).toHaveLength(2));
    const [one, all] = server
      .asked(`POST webhooks/${id}/redeliveries`)
      .map(({ body }) => body as Record<string, string>);
    expect(one).toEqual({ deliveryId: "msg_1yQn0Zc3xV7mKd5RtB9hLw" });
    expect(Object.keys(all ?? {})).toEqual(["since"]);
  });

  it("can be sent again before its next try, which may be hours away, and not while it is on its way", async () => {
    const tried = { at: new Date().toISOString(), status: 500, problem: null, milliseconds: 3 };
    const soon = new Date(Date.now() + 5_000).toISOString();
    const late = new Date(Date.now() + 10 * 3_600_000).toISOString();
    list({ ...crm, waiting: 2 });
    log(
      sent({ id: "msg_soon", state: "waiting", attempts: [tried], nextTryAt: soon }),
      sent({ id: "msg_late", state: "waiting", attempts: [tried], nextTryAt: late }),
    );
    server.answers[`POST webhooks/${id}/redeliveries`] = () => json(202, { count: 1 });
    await open("/webhooks");
    await press(/^Send again/); // there is one
    await screen.findByText("1 event will be sent again.");
    expect(server.asked(`POST webhooks/${id}/redeliveries`)[0]?.body).toEqual({ deliveryId: "msg_late" });
  });

  it("is followed while it waits: the card says without a new load that it ended, and that the webhook was turned off", async () => {
    const at = new Date().toISOString();
    const tried = { at, status: 500, problem: null, milliseconds: 3 };
    list({ ...crm, waiting: 1 });
    log(sent({ state: "waiting", createdAt: at, attempts: [tried], nextTryAt: at }));
    await open("/webhooks");
    await screen.findByText(/^Next try/);
    list({ ...crm, enabled: false, offReason: "gone", waiting: 1 });
    log(sent({ state: "waiting", createdAt: at, attempts: [tried, { ...tried, status: 410 }], nextTryAt: at }));
    await screen.findByText(/wants no more events/, undefined, { timeout: 4_000 });
    await screen.findByText("410 after 3 ms", undefined, { timeout: 4_000 });
    expect(screen.queryByText(/^Next try/)).toBeNull();
  });

  it("has a test event", async () => {
    server.answers[`POST webhooks/${id}/test-events`] = () =>
      json(202, sent({ type: "webhook.test", state: "waiting", attempts: [] }));
    await open("/webhooks");
    await press(/^Send a test event/);
    await screen.findByText("A test event is on its way.");
  });
});

describe("a webhook", () => {
  it("is added, and shows its secret until it is copied", async () => {
    server.answers["POST webhooks"] = () => json(201, { webhook: crm, secret: "whsec_AAAA" });
    await open("/webhooks");
    await press("Add a webhook");
    const form = await dialog("Add a webhook");
    const address = form.getByLabelText("Address");
    await userEvent.clear(address);
    await userEvent.type(address, " https://crm.example.com/hooks ");
    await userEvent.click(form.getByRole("radio", { name: "Only some" }));
    await userEvent.click(form.getByRole("checkbox", { name: "user.created" }));
    await userEvent.click(form.getByRole("button", { name: "Add a webhook" }));
    const once = await dialog("The secret of crm.example.com");
    once.getByText("whsec_AAAA");
    const body = server.asked("POST webhooks")[0]?.body as { url: string; types: string[] };
    expect([body.url, body.types.includes("user.created"), body.types.length]).toEqual([
      "https://crm.example.com/hooks",
      false,
      12,
    ]);
    await userEvent.keyboard("{Escape}");
    await userEvent.click(once.getByRole("button", { name: "I have copied it" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says at the address what is wrong with it", async () => {
    server.answers["POST webhooks"] = () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/url", code: "invalid" }] });
    await open("/webhooks");
    await press("Add a webhook");
    const form = await dialog("Add a webhook");
    await userEvent.click(form.getByRole("button", { name: "Add a webhook" }));
    await form.findByText(/^Enter an https address/);
    await waitFor(() => expect(document.activeElement).toBe(form.getByLabelText("Address")));
  });

  it("is changed from what was read, and begins anew from what somebody else has saved", async () => {
    server.answers[`PATCH webhooks/${id}`] = () => problem(412, "config_changed");
    server.answers[`GET webhooks/${id}`] = () => json(200, { ...crm, description: "SIEM", etag: '"4"' });
    await open("/webhooks");
    await press(/^Change crm/);
    const form = await dialog("Change crm.example.com");
    await userEvent.click(form.getByRole("button", { name: "Save" }));
    await userEvent.click(await form.findByRole("button", { name: "Load what was saved" }));
    await waitFor(() => expect(form.getByLabelText<HTMLInputElement>("Description").value).toBe("SIEM"));
  });

  it("gets another secret, is turned off and deleted after a question", async () => {
    server.answers[`POST webhooks/${id}/secret`] = () => json(200, { webhook: crm, secret: "whsec_BBBB" });
    server.answers[`PATCH webhooks/${id}`] = () => json(200, { ...crm, enabled: false });
    server.answers[`DELETE webhooks/${id}`] = () => new Response(null, { status: 204 });
    await open("/webhooks");
    await press(/^New secret/);
    await userEvent.click(
      (await dialog("A new secret for crm.example.com?")).getByRole("button", { name: "New secret" }),
    );
    const once = await dialog("The secret of crm.example.com");
    once.getByText(/^Put it in place within 24 hours/);
    await userEvent.click(once.getByRole("button", { name: "I have copied it" }));
    await press(/^Turn off/);
    await userEvent.click((await dialog("Turn off crm.example.com?")).getByRole("button", { name: "Turn off" }));
    await screen.findByText("crm.example.com is off.");
    await press(/^Delete/);
    await userEvent.click((await dialog("Delete crm.example.com?")).getByRole("button", { name: "Delete" }));
    await screen.findByText("crm.example.com was deleted.");
  });
});
