import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ProblemCode } from "../api/problem.ts";
import { go } from "../browser/go.ts";
import { attempt, connected, hadSession, notice, remember, remembered } from "../browser/memory.ts";
import { openApp } from "../testing/open.tsx";
import { json, problem, type Server, serve, signedIn } from "../testing/server.ts";
import { initials } from "./account-menu.tsx";

const me = {
  user: { id: "usr_1", email: "maya@acme.example", name: "Maya Ortiz", role: "agent", roleName: "Agent" },
  permissions: [],
  organization: { code: "acme", name: "Acme Support" },
  session: {
    method: "sso",
    provider: "google",
    providerEmail: "maya@gmail.example",
    signedInAt: new Date(Date.now() - 60_000).toISOString(),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  },
};

let server: Server;

const start = (address = "/") => openApp(address);

let leaving: ReturnType<typeof vi.fn>;

beforeEach(() => {
  leaving = vi.fn();
  vi.doMock("../browser/go.ts", () => ({ go: { ...go, instead: leaving, again: vi.fn() } }));
  server = serve({ ...signedIn(me), "DELETE /api/v1/session": () => new Response(null, { status: 204 }) });
});

describe("the app", () => {
  it("keeps an address that is no page in its frame, and leads to the start page", async () => {
    await start("/sso-settings/x");
    await screen.findByRole("heading", { level: 1, name: "This page does not exist" });
    screen.getByRole("button", { name: /account menu/ });
    await userEvent.click(screen.getByRole("link", { name: "Go to the start page" }));
    await waitFor(() => expect(location.pathname).toBe("/"));
  });

  it("says who I am, where, and how I came in", async () => {
    attempt.leave("google");
    await start();
    await screen.findByRole("heading", { name: "You are signed in" });
    await waitFor(() => expect(server.asked("GET /api/v1/me/applications")).toHaveLength(1));
    for (const text of ["Signed in with Google", "maya@gmail.example", "Agent", "acme"]) screen.getByText(text);
    expect(screen.getAllByRole("banner")[0]?.textContent).toContain("Acme Support");
    expect(document.title).toBe("You are signed in - Acme Support");
    expect(server.all.map(({ route, bearer }) => [route, bearer])).toEqual([
      ["POST /api/v1/session/token", null],
      ["GET /api/v1/me", "Bearer t1"],
      ["GET /api/v1/me/applications", "Bearer t1"],
    ]);
  });

  it("remembers the organization and the method that worked (A2), and keeps no token in any storage (I01)", async () => {
    await start();
    await screen.findByRole("heading", { name: "You are signed in" });
    expect(remembered()).toEqual([{ code: "acme", name: "Acme Support", lastUsed: "google" }]);
    expect(attempt.read()).toBeNull();
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain("t1");
  });

  it("renews a token that was refused, once", async () => {
    const first = [problem(401, "unauthenticated"), json(200, me)];
    server.answers["GET /api/v1/me"] = () => first.shift() as Response;
    await start();
    await screen.findByRole("heading", { name: "You are signed in" });
    await waitFor(() => expect(server.asked("GET /api/v1/me/applications")).toHaveLength(1));
    expect(server.all.map(({ route }) => route)).toEqual([
      "POST /api/v1/session/token",
      "GET /api/v1/me",
      "POST /api/v1/session/token",
      "GET /api/v1/me",
      "GET /api/v1/me/applications",
    ]);
    expect(leaving).not.toHaveBeenCalled();
  });

  it.each<[ProblemCode, string]>([
    ["unauthenticated", "ended"],
    ["session_reused", "protected"],
  ])("goes to the sign-in page when the session is over: %s", async (code, why) => {
    remember({ code: "acme", name: "Acme Support" });
    hadSession.set(true);
    server.answers["POST /api/v1/session/token"] = () => problem(401, code);
    await start();
    await waitFor(() => expect(leaving).toHaveBeenCalledWith("/o/acme/sign-in"));
    expect(notice.read()).toBe(why);
  });

  it("does not speak of an ended session to somebody who had none", async () => {
    server.answers["POST /api/v1/session/token"] = () => problem(401, "unauthenticated");
    await start();
    await waitFor(() => expect(leaving).toHaveBeenCalledWith("/sign-in"));
    expect(notice.read()).toBeNull();
  });

  it("F4: goes to the sign-in page where the browser refuses cookies, storage, locks and channels", async () => {
    const refused = () => {
      throw new DOMException("Access is denied.", "SecurityError");
    };
    vi.spyOn(window, "localStorage", "get").mockImplementation(refused);
    vi.spyOn(window, "sessionStorage", "get").mockImplementation(refused);
    vi.stubGlobal("BroadcastChannel", refused);
    vi.stubGlobal("navigator", Object.create(navigator, { locks: { value: { request: refused } } }));
    server.answers["POST /api/v1/session/token"] = () => problem(401, "unauthenticated");
    await start();
    await waitFor(() => expect(leaving).toHaveBeenCalledWith("/sign-in"));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("offers ways out when the server does not answer", async () => {
    server = serve({});
    await start();
    expect((await screen.findByRole("alert")).textContent).toContain("We can't reach the server.");
    expect(screen.getByRole("link", { name: "Back to sign-in" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });

  it("says that an account was connected, once (S4)", async () => {
    connected.leave("google");
    await start();
    expect(await screen.findByText(/Next time, choose Sign in with Google\./)).toBeTruthy();
    expect(connected.read()).toBeNull();
  });

  it("warns before the session's absolute end, and does not promise to extend it (S16)", async () => {
    const expiresAt = new Date(Date.now() + 90_000).toISOString();
    server.answers["GET /api/v1/me"] = () => json(200, { ...me, session: { ...me.session, expiresAt } });
    await start();
    expect(await screen.findByRole("dialog", { name: /^Your session ends at/ })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Stay signed in" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(leaving).toHaveBeenCalledWith("/o/acme/sign-in");
  });
});

describe("the account menu", () => {
  it.each([
    ["Maya Okafor", "MO"],
    [" Maya ", "M"],
    ["Alex Kim (Acme)", "AA"],
    ["Dr. “Alex” - Kim", "DK"],
    ["李雷", "李"],
    ["(-)", ""],
  ])("shows the initials of %j", (name, letters) => expect(initials(name)).toBe(letters));

  it("opens a list, closes on Escape and gives the focus back", async () => {
    await start();
    const button = await screen.findByRole("button", { name: /account menu/ });
    await userEvent.click(button);
    expect(button.getAttribute("aria-expanded")).toBe("true");
    await userEvent.keyboard("{Escape}");
    expect(button.getAttribute("aria-expanded")).toBe("false");
    expect(document.activeElement).toBe(button);
  });

  it("signs out, in every tab (I07)", async () => {
    const heard = vi.fn();
    const tab = new BroadcastChannel("latchkey");
    tab.onmessage = (event) => heard(event.data);
    await start();
    await userEvent.click(await screen.findByRole("button", { name: /account menu/ }));
    await userEvent.click(screen.getByRole("button", { name: "Sign out" }));
    await waitFor(() => expect(leaving).toHaveBeenCalledWith("/o/acme/sign-in"));
    expect(notice.read()).toBe("signed_out");
    await waitFor(() => expect(heard).toHaveBeenCalledWith("signed-out"));
    tab.close();
  });

  it("says when signing out did not work", async () => {
    server.answers["DELETE /api/v1/session"] = () => problem(503, "busy");
    await start();
    await userEvent.click(await screen.findByRole("button", { name: /account menu/ }));
    await userEvent.click(screen.getByRole("button", { name: "Sign out" }));
    expect(await screen.findByText("You are still signed in. Try again.")).toBeTruthy();
    expect(leaving).not.toHaveBeenCalled();
  });
});
