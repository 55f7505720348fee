/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it, vi } from "vitest";
import { connected } from "../../browser/memory.ts";
import { json, problem } from "../../testing/server.ts";
import type { PendingLink } from "../page.ts";
import { serve, show, watchLeaving } from "../testing.tsx";
import { Link } from "./link.tsx";

const get = "GET /api/v1/sign-in/link";
const post = "POST /api/v1/sign-in/link";
const pending: PendingLink = {
  organization: { code: "acme", name: "Acme Support" },
  provider: "google",
  providerEmail: "maya@acme.example",
  email: "maya@acme.example",
  emailEditable: false,
  proofs: ["password"],
  roles: [],
  triesLeft: 5,
  expiresAt: "2026-11-09T09:24:00Z",
};
const submit = () => screen.getByRole("button", { name: "Connect and sign in" });

async function open(answers: Parameters<typeof serve>[0]) {
  const asked = serve(answers);
  const shown = show(<Link organization="acme" />);
  await waitFor(() => expect(document.activeElement?.tagName).toBe("H1"));
  return { ...shown, asked };
}

describe("the link page (A41-A43)", () => {
  it("connects with the password of the existing account", async () => {
    const leaving = watchLeaving();
    const { user, asked } = await open({ [get]: () => json(200, pending), [post]: () => json(200, { returnTo: "/" }) });
    expect(document.activeElement?.textContent).toBe("Connect your Google account to your Acme Support account");
    expect(screen.queryByRole("radio")).toBeNull();
    await user.type(screen.getByLabelText("Acme Support password"), "correct horse");
    await user.click(submit());
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/"));
    expect(asked.at(-1)).toMatchObject({ route: post, body: { password: "correct horse" } });
    expect(connected.read()).toBe("google");
    expect(document.querySelector(".bolt.thrown")).toBeTruthy();
  });

  it("asks which role somebody wants where they may choose, and sends none that nobody chose", async () => {
    const roles = [
      { key: "desk", name: "Help desk" },
      { key: "agent", name: "Agent" },
    ];
    const { user, asked } = await open({
      [get]: () => json(200, { ...pending, roles }),
      [post]: () => problem(401, "link_proof_failed"),
    });
    expect((screen.getByRole("radio", { name: "Leave it as it is" }) as HTMLInputElement).checked).toBe(true);
    await user.type(screen.getByLabelText("Acme Support password"), "x");
    await user.click(submit());
    await screen.findByRole("alert");
    await user.click(screen.getByRole("radio", { name: "Help desk" }));
    await user.click(submit());
    await waitFor(() => expect(asked.filter(({ route }) => route === post)).toHaveLength(2));
    const sent = asked.filter(({ route }) => route === post).map(({ body }) => body);
    expect(sent).toEqual([{ password: "x" }, { password: "x", role: "desk" }]);
  });

  it("takes another address only where the connection allows it", async () => {
    const { user, asked } = await open({
      [get]: () => json(200, { ...pending, email: null, emailEditable: true }),
      [post]: () => problem(401, "link_proof_failed"),
    });
    const email = screen.getByLabelText("E-mail of your Acme Support account");
    expect(email.hasAttribute("readonly")).toBe(false);
    await user.type(email, "m.okafor@acme.example");
    await user.type(screen.getByLabelText("Acme Support password"), "x");
    await user.click(submit());
    await screen.findByRole("alert");
    expect(asked[1]?.body).toEqual({ email: "m.okafor@acme.example", password: "x" });
  });

  it("shows the masked address when there is no other", async () => {
    await open({
      [get]: () =>
        json(200, { ...pending, provider: "microsoft", email: null, providerEmail: "g••••@partner.example" }),
    });
    const email = screen.getByLabelText("E-mail of your Acme Support account") as HTMLInputElement;
    expect([email.value, email.readOnly]).toEqual(["g••••@partner.example", true]);
  });

  it.each([
    ["there is no proof", { proofs: [] }],
    ["there is no address and none may be typed", { email: null, providerEmail: null }],
  ])("sends to the administrator when %s", async (_, change) => {
    await open({ [get]: () => json(200, { ...pending, ...change }) });
    expect(screen.getByText("Ask your administrator.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Connect and sign in" })).toBeNull();
  });

  it("has one text for every failure and counts the tries from the third on", async () => {
    let triesLeft = 5;
    const { user } = await open({
      [get]: () => json(200, { ...pending, triesLeft }),
      [post]: () => {
        triesLeft--;
        return problem(401, "link_proof_failed");
      },
    });
    const said: string[] = [];
    for (let n = 0; n < 4; n++) {
      await user.clear(screen.getByLabelText("Acme Support password"));
      await user.type(screen.getByLabelText("Acme Support password"), `wrong ${n}`);
      await user.click(submit());
      said.push((await screen.findByRole("alert")).textContent ?? "");
    }
    for (const text of said) expect(text).toContain("That did not match. Check and try again.");
    expect(said.map((text) => /\d tr(y|ies) left/.exec(text)?.[0])).toEqual([
      undefined,
      "3 tries left",
      "2 tries left",
      "1 try left",
    ]);
  });

  it("says how long it is locked", async () => {
    const { user } = await open({
      [get]: () => json(200, { ...pending, triesLeft: 0 }),
      [post]: () => problem(429, "link_locked", { retryAfter: 600 }),
    });
    await user.type(screen.getByLabelText("Acme Support password"), "x");
    await user.click(submit());
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Too many tries. Wait 10 minutes, or ask your administrator.");
  });

  it("says that it timed out, with a way to start again", async () => {
    await open({ [get]: () => problem(410, "link_ticket_expired") });
    expect(screen.getByRole("heading", { name: "This step timed out" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Start again" }).getAttribute("href")).toBe("/o/acme/sign-in?stay=1");
  });
});

describe("the proof by a mailed code", () => {
  const send = "POST /api/v1/sign-in/link/code";
  const accepted = () => new Response(null, { status: 202 });
  const both = { ...pending, proofs: ["password", "code"] };
  const toCode = () => screen.getByRole("radio", { name: "A code by e-mail" });
  const ask = () => screen.getByRole("button", { name: "Send me a code" });
  const code = () => screen.findByLabelText("Code from the e-mail") as Promise<HTMLInputElement>;

  it("is chosen beside the password, is sent, and proves the account", async () => {
    const leaving = watchLeaving();
    const { user, asked } = await open({
      [get]: () => json(200, both),
      [send]: accepted,
      [post]: () => json(200, { returnTo: "/" }),
    });
    screen.getByRole("group", { name: "Confirm it with" });
    await user.click(toCode());
    expect(screen.queryByLabelText("Acme Support password")).toBeNull();
    await user.click(ask());
    const field = await code();
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect([field.autocomplete, field.inputMode]).toEqual(["one-time-code", "numeric"]);
    screen.getByText("If this address has an account, a code is on its way. It can take a minute.");
    await user.paste(" 481 920 ");
    await user.click(submit());
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/"));
    const sent = asked.filter(({ route }) => route !== get);
    expect(sent).toMatchObject([
      { route: send, body: {} },
      { route: post, body: { code: "481 920" } },
    ]);
  });

  it("is the only one where passwords prove nothing, for an address that is typed", async () => {
    const only = { ...pending, email: null, emailEditable: true, proofs: ["code"] };
    const { user, asked } = await open({ [get]: () => json(200, only), [send]: accepted });
    expect(screen.queryByRole("radio")).toBeNull();
    await user.click(ask());
    await screen.findByText("Fill in this field.");
    await user.type(screen.getByLabelText("E-mail of your Acme Support account"), "m.okafor@acme.example{Enter}");
    await code();
    expect(asked.at(-1)).toMatchObject({ route: send, body: { email: "m.okafor@acme.example" } });
  });

  it("fails with the text of every failure", async () => {
    const { user } = await open({
      [get]: () => json(200, { ...both, triesLeft: 2 }),
      [send]: accepted,
      [post]: () => problem(401, "link_proof_failed"),
    });
    await user.click(toCode());
    await user.click(ask());
    await user.type(await code(), "000000{Enter}");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("That did not match. Check and try again. 2 tries left.");
    expect((await code()).value).toBe("000000");
  });

  it("is sent again after a minute, not before", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], shouldAdvanceTime: true });
    const { user, asked } = await open({ [get]: () => json(200, both), [send]: accepted });
    await user.click(toCode());
    await user.click(ask());
    await code();
    screen.getByText("You can ask for another code in a minute.");
    expect(screen.queryByRole("button", { name: "Send another code" })).toBeNull();
    vi.advanceTimersByTime(60_000);
    await user.click(await screen.findByRole("button", { name: "Send another code" }));
    await screen.findByText("You can ask for another code in a minute.");
    expect(asked.filter(({ route }) => route === send)).toHaveLength(2);
    vi.useRealTimers();
  });

  it("can be typed by whoever loaded the page again and has to wait for the next one", async () => {
    const { user } = await open({
      [get]: () => json(200, both),
      [send]: () => problem(429, "rate_limited", { retryAfter: 42 }),
    });
    await user.click(toCode());
    await user.click(ask());
    await screen.findByText("Too many tries. Wait 42 seconds.");
    await code();
    expect(screen.queryByText(/a code is on its way/)).toBeNull();
  });

  it("says that the step timed out meanwhile", async () => {
    const { user } = await open({ [get]: () => json(200, both), [send]: () => problem(410, "link_ticket_expired") });
    await user.click(toCode());
    await user.click(ask());
    await screen.findByRole("heading", { name: "This step timed out" });
  });
});
