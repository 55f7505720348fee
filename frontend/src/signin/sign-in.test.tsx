/** @jsxImportSource preact */
import { screen, waitFor, within } from "@testing-library/dom";
import { describe, expect, it, vi } from "vitest";
import { attempt, notice, type Provider, remember, remembered, returnPath } from "../browser/memory.ts";
import { json, problem } from "../testing/server.ts";
import { SignIn } from "./sign-in.tsx";
import { acme, serve, show, watchLeaving } from "./testing.tsx";

const start = "POST /api/v1/sign-in/sso";
const started = () => json(201, { authorizationUrl: "https://provider.example/authorize" });
const google = () => screen.getByRole("button", { name: "Sign in with Google" });

/** As Back leaves the browser. */
function comeBackFrom(provider: Provider) {
  attempt.leave(provider);
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ type: "back_forward" } as PerformanceNavigationTiming]);
}

describe("the providers' buttons (A39, B1)", () => {
  it("stand in the given order, with the names that the brands ask for", () => {
    show(<SignIn page={acme} />);
    const names = screen.getAllByRole("button", { name: /^Sign in with/ }).map((button) => button.textContent);
    expect(names).toEqual(["Sign in with Google", "Sign in with Microsoft"]);
  });

  it("I12 start once for a double click, say what happens, and leave for the provider", async () => {
    const leaving = watchLeaving();
    const asked = serve({ [start]: started });
    returnPath.leave("/somewhere");
    const { user } = show(<SignIn page={acme} />);
    await user.dblClick(google());
    await waitFor(() => expect(leaving.to).toHaveBeenCalledExactlyOnceWith("https://provider.example/authorize"));
    expect(asked).toMatchObject([
      { route: start, body: { organization: "acme", provider: "google", returnTo: "/somewhere" } },
    ]);
    expect(screen.getByRole("button", { name: "Opening Google..." }).getAttribute("aria-disabled")).toBe("true");
    expect(remembered()[0]?.code).toBe("acme");
    expect(attempt.read()).toBe("google");
  });

  it("mark the provider that was used last in this browser (A2)", () => {
    remember({ code: "acme", name: "Acme Support", lastUsed: "microsoft" });
    show(<SignIn page={acme} />);
    const button = screen.getByRole("button", { name: "Sign in with Microsoft" });
    expect(document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Last used");
  });

  it("go on by themselves from a deep link, in the place of this page", async () => {
    const leaving = watchLeaving();
    serve({ [start]: started });
    show(<SignIn page={acme} startWith="google" />);
    await waitFor(() => expect(leaving.instead).toHaveBeenCalledWith("https://provider.example/authorize"));
  });
});

describe("a page that is passed", () => {
  const straight = { ...acme, providers: [{ provider: "google" }], passwordSignIn: false, straight: "google" };

  it("goes on to its one provider by itself", async () => {
    const leaving = watchLeaving();
    serve({ [start]: started });
    show(<SignIn page={straight} />);
    await waitFor(() => expect(leaving.instead).toHaveBeenCalledWith("https://provider.example/authorize"));
  });

  it.each([
    ["has signed out", () => notice.leave("signed_out")],
    ["comes back from the provider", () => comeBackFrom("google")],
  ])("stays for who %s, so that nobody goes round in a loop", async (_, arrive) => {
    arrive();
    const asked = serve({ [start]: started });
    show(<SignIn page={straight} />);
    expect(google().textContent).toBe("Sign in with Google");
    expect(asked).toEqual([]);
  });
});

describe("the way to an application", () => {
  it("names it, and the organization as well", () => {
    show(<SignIn page={{ ...acme, application: "Acme CRM" }} />);
    screen.getByRole("heading", { name: "Sign in to Acme CRM" });
    screen.getByText("Acme Support");
  });
});

describe("a generic provider", () => {
  const page = { ...acme, providers: [{ provider: "partner-login", label: "Partner login" }] };

  it("has a button with its own name, and starts by its key", async () => {
    watchLeaving();
    const asked = serve({ [start]: started });
    const { user } = show(<SignIn page={page} />);
    await user.click(screen.getByRole("button", { name: "Sign in with Partner login" }));
    await screen.findByRole("button", { name: "Opening Partner login..." });
    expect(asked[0]?.body).toMatchObject({ provider: "partner-login" });
  });

  it("is named in a refusal", async () => {
    serve({ [start]: () => problem(409, "sso_app_invalid") });
    const { user } = show(<SignIn page={page} />);
    await user.click(screen.getByRole("button", { name: "Sign in with Partner login" }));
    await screen.findByRole("alertdialog", { name: "Sign in with Partner login is not available" });
  });
});

describe("where SSO is required", () => {
  const required = { ...acme, passwordSignIn: false };

  it("leads exempt people to the page without a provider", () => {
    show(<SignIn page={required} />);
    const link = screen.getByRole("link", { name: "Sign in without Google or Microsoft" });
    expect(link.getAttribute("href")).toBe("/o/acme/bypass");
  });

  it("says at once that nothing works, with the same way out", () => {
    show(<SignIn page={{ ...required, trouble: true }} />);
    const banner = screen.getByRole("status");
    expect(banner.textContent).toContain(
      "Acme Support signs in with Google or Microsoft, which is not working right now.",
    );
    expect(screen.getAllByRole("link", { name: "Sign in without Google or Microsoft" })).toHaveLength(1);
  });

  it("offers no such way where passwords are open to all", () => {
    show(<SignIn page={acme} />);
    expect(screen.queryByRole("link", { name: /without/ })).toBeNull();
  });
});

it("a page with three providers names them all", () => {
  const providers = [...acme.providers, { provider: "partner-login", label: "Partner login" }];
  show(<SignIn page={{ ...acme, providers, passwordSignIn: false }} />);
  screen.getByRole("link", { name: "Sign in without Google, Microsoft or Partner login" });
});

describe("the warning dialog (A44-A48)", () => {
  const texts = {
    sso_not_configured: "Acme Support has not set up Google sign-in yet.",
    sso_app_invalid: "Google sign-in for Acme Support is not working right now.",
    provider_config_error: "Google sign-in for Acme Support is not working right now.",
    sso_provider_disabled: "Google sign-in is turned off for Acme Support.",
  } as const;

  it.each(Object.entries(texts))("opens for %s, focuses OK and gives the focus back", async (code, text) => {
    serve({ [start]: () => problem(409, code as keyof typeof texts) });
    const { user } = show(<SignIn page={acme} />);
    await user.click(google());
    const dialog = await screen.findByRole("alertdialog", { name: "Sign in with Google is not available" });
    expect(dialog.textContent).toContain(text);
    expect(dialog.textContent).toContain("Reference 7F3K-92QD");
    expect(dialog.textContent).not.toContain("has been told");
    const ok = screen.getByRole("button", { name: "OK" });
    expect(document.activeElement).toBe(ok);
    await user.click(ok);
    await waitFor(() => expect(document.activeElement).toBe(google()));
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });

  it("says that the administrator was told only where a mail was sent", async () => {
    serve({ [start]: () => problem(409, "sso_app_invalid", { administratorTold: true }) });
    const { user } = show(<SignIn page={acme} />);
    await user.click(google());
    const dialog = await screen.findByRole("alertdialog");
    within(dialog).getByText("Your administrator has been told.");
  });

  it("leads to the password form when there is one", async () => {
    serve({ [start]: () => problem(409, "sso_not_configured") });
    const { user } = show(<SignIn page={acme} />);
    await user.click(google());
    await user.click(await screen.findByRole("button", { name: "Sign in with password" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("E-mail")));
  });

  it("offers no password where there is none", async () => {
    serve({ [start]: () => problem(409, "sso_not_configured") });
    const { user } = show(<SignIn page={{ ...acme, passwordSignIn: false }} />);
    await user.click(google());
    await screen.findByRole("alertdialog");
    expect(screen.queryByRole("button", { name: "Sign in with password" })).toBeNull();
  });
});

describe("refusals inline", () => {
  it("say how long to wait, and take the focus", async () => {
    serve({ [start]: () => problem(429, "rate_limited", { retryAfter: 90 }) });
    const { user } = show(<SignIn page={acme} />);
    await user.click(google());
    const alert = await screen.findByRole("alert");
    await waitFor(() => expect(alert.textContent).toContain("Too many tries. Wait 2 minutes."));
    expect(document.activeElement).toBe(alert);
  });

  it("speak of the connection when no answer comes", async () => {
    serve({});
    const { user } = show(<SignIn page={acme} />);
    await user.click(google());
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("We can't reach the server."));
  });

  it("go by the status when the answer is a page of somebody else", async () => {
    serve({ [start]: () => new Response("<h1>Service Unavailable</h1>", { status: 503 }) });
    const { user } = show(<SignIn page={acme} />);
    await user.click(google());
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("Too many people at once."));
  });
});

describe("arriving", () => {
  it.each([
    ["ended", "Your session ended."],
    ["protected", "You were signed out to protect your account."],
    ["signed_out", "You signed out."],
  ] as const)("says once why: %s", (why, text) => {
    notice.leave(why);
    show(<SignIn page={acme} />).unmount();
    expect(notice.read()).toBeNull();
    notice.leave(why);
    show(<SignIn page={acme} />);
    expect(screen.getByText(text)).toBeTruthy();
  });

  it("after Back from the provider says whom to tell", () => {
    comeBackFrom("google");
    show(<SignIn page={acme} />);
    expect(screen.getByText("If Google showed an error, tell your administrator.")).toBeTruthy();
  });

  it("after a visit to an application says nothing of the provider", () => {
    attempt.leave("google");
    show(<SignIn page={acme} />);
    expect(screen.queryByText("If Google showed an error, tell your administrator.")).toBeNull();
    expect(attempt.read()).toBeNull();
  });

  it("shows how to get help on demand", async () => {
    const { user } = show(<SignIn page={{ ...acme, contactText: "" }} />);
    const help = screen.getByRole("button", { name: "Can't sign in?" });
    await user.click(help);
    expect(help.getAttribute("aria-expanded")).toBe("true");
    expect(screen.getByText("Ask your administrator.")).toBeTruthy();
  });
});
