/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it, vi } from "vitest";
import { json, problem } from "../testing/server.ts";
import { Entry } from "./entry.tsx";
import { type Page, readPage } from "./page.ts";
import { readPlace } from "./place.ts";
import { acme, serve, show, watchLeaving } from "./testing.tsx";

const page = (change: Partial<Page>): Page => ({ signIn: null, ...change });
const at = (address: string) => readPlace(new URL(address, "https://login.example"));
const token = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM";

describe("which screen is shown", () => {
  it.each([
    ["/o/acme/sign-in", page({ signIn: acme }), "Sign in to Acme Support"],
    ["/o/acme/sign-in/refused?reason=provider_denied&provider=google", page({ signIn: acme }), "Sign-in cancelled"],
    ["/o/acme/bypass", page({ signIn: acme }), "Sign in to Acme Support without Google or Microsoft"],
    ["/o/acme/forgot-password", page({ signIn: acme }), "Set a new password"],
    [`/o/acme/reset-password#${token}`, page({ signIn: acme }), "Set a new password for Acme Support"],
    ["/o/acme/reset-password", page({ signIn: acme }), "Open the link in the e-mail again"],
    ["/sign-in", page({}), "Sign in"],
    ["/o/nope/sign-in", page({}), "Sign in"],
    ["/nowhere", page({ notFound: true }), "Page not found"],
    ["/setup", page({}), "This setup link is no longer valid"],
    ["/o/acme/sign-in", page({ setup: "open" }), "Latchkey is not set up yet"],
    ["/setup", page({ setup: "open" }), "Latchkey is not set up yet"],
    [`/setup#${token}`, page({ setup: "open" }), "Set up your organization"],
  ])("%s", async (address, content, heading) => {
    show(<Entry place={at(address)} page={content} />);
    expect(await screen.findByRole("heading", { level: 1, name: heading })).toBeTruthy();
  });

  it("asks for the options when the page came without them, and keeps the password form if that fails", async () => {
    const get = "GET sign-in";
    serve({ [get]: () => problem(503, "busy") });
    const { user } = show(<Entry place={at("/o/acme/sign-in")} page={null} />);
    expect(await screen.findByText("Sign-in options could not be loaded")).toBeTruthy();
    expect(screen.getByLabelText("Password")).toBeTruthy();
    serve({ [get]: () => json(200, acme) });
    await user.click(screen.getByRole("button", { name: "Retry" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Sign in with Google" })).toBeTruthy());
  });
});

describe("the address", () => {
  it("names the provider of a deep link", () => {
    expect(at("/o/acme/sign-in/google")).toEqual({ at: "start", organization: "acme", provider: "google" });
  });
  it("names the key of a generic provider", () => {
    expect(at("/o/acme/sign-in/partner-login")).toMatchObject({ at: "start", provider: "partner-login" });
  });
  it("names no provider that cannot be a key", () => {
    expect(at("/o/acme/sign-in/refused?reason=x&provider=Not%20a%20key&ref=y")).toMatchObject({ provider: null });
  });
  it("carries a token only in its form", () => {
    expect(at("/setup#<script>")).toEqual({ at: "setup", token: "" });
    expect(at("/o/acme/bypass#<script>")).toEqual({ at: "bypass", organization: "acme", token: "" });
    for (const page of ["bypass", "reset-password"])
      expect(at(`/o/acme/${page}#${token}`)).toEqual({ at: page, organization: "acme", token });
  });
});

describe("the document of the page", () => {
  it.each(["null", "{", "[]", "7", '{"a":1}'])("is not %s", (text) => {
    document.body.innerHTML = '<script type="application/json" id="page"></script>';
    (document.getElementById("page") as HTMLElement).textContent = text;
    expect(readPage(document)).toBeNull();
  });
});

describe("F4: a browser without cookies and storage", () => {
  const refused = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  it.each(["/o/acme/sign-in", "/sign-in", "/o/acme/sign-in/google", `/o/acme/reset-password#${token}`])(
    "is told so at once, and how to turn them on: %s",
    async (address) => {
      for (const store of ["localStorage", "sessionStorage"] as const)
        vi.spyOn(window, store, "get").mockImplementation(refused);
      // What Chromium does where they are blocked; navigator.cookieEnabled stays true.
      vi.spyOn(document, "cookie", "get").mockReturnValue("");
      const leaving = watchLeaving();
      const { user } = show(<Entry place={at(address)} page={page({ signIn: acme })} />);
      await screen.findByRole("heading", { level: 1, name: "Cookies are turned off" });
      screen.getByText(/allow cookies for localhost/);
      await user.click(screen.getByRole("button", { name: "Load it again" }));
      expect(leaving.again).toHaveBeenCalled();
    },
  );

  it("is told so also where even to ask is refused", async () => {
    vi.spyOn(document, "cookie", "set").mockImplementation(refused);
    show(<Entry place={at("/sign-in")} page={page({})} />);
    await screen.findByRole("heading", { level: 1, name: "Cookies are turned off" });
  });

  it("leaves nothing of the try behind", () => {
    show(<Entry place={at("/o/acme/sign-in")} page={page({ signIn: acme })} />);
    // A cookie of no age is gone when the time has gone on.
    vi.setSystemTime(Date.now() + 1);
    expect(document.cookie).toBe("");
  });

  it("signs in where only storage is refused", async () => {
    for (const store of ["localStorage", "sessionStorage"] as const)
      vi.spyOn(window, store, "get").mockImplementation(refused);
    const leaving = watchLeaving();
    serve({ "POST /api/v1/sign-in/sso": () => json(201, { authorizationUrl: "https://provider.example/" }) });
    const { user } = show(<Entry place={at("/o/acme/sign-in")} page={page({ signIn: acme })} />);
    await user.click(screen.getByRole("button", { name: "Sign in with Google" }));
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("https://provider.example/"));
  });
});
