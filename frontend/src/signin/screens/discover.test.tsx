/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it } from "vitest";
import { remember, remembered, returnPath } from "../../browser/memory.ts";
import { json, problem } from "../../testing/server.ts";
import { serve, show, watchLeaving } from "../testing.tsx";
import { Discover } from "./discover.tsx";

const discover = "POST /api/v1/sign-in/discover";
const code = () => screen.getByLabelText("Organization code or work e-mail") as HTMLInputElement;
const found = () => json(200, { code: "acme", name: "Acme Support" });

describe("the way to an application", () => {
  it("is named, and goes along to the page of the organization", async () => {
    returnPath.leave("/oauth/continue/k.v");
    const leaving = watchLeaving();
    serve({ [discover]: found });
    const { user } = show(<Discover page={{ signIn: null, application: "Acme CRM" }} />);
    screen.getByRole("heading", { name: "Sign in to Acme CRM" });
    await user.type(code(), "acme{Enter}");
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/o/acme/sign-in?returnTo=/oauth/continue/k.v"));
  });

  it("goes on as who is signed in, or with another account", () => {
    history.replaceState(null, "", "/sign-in?returnTo=/oauth/continue/k.v");
    const as = {
      name: "Maya",
      email: "maya@acme.example",
      organization: "Acme Support",
      to: "/oauth/continue/k.v?as=usr_1",
    };
    show(<Discover page={{ signIn: null, application: "Acme CRM", as }} />);
    const link = (name: string) => screen.getByRole("link", { name }).getAttribute("href");
    expect(link("Continue as Maya")).toBe(as.to);
    expect(link("Use another account")).toBe("/sign-in?stay=1&returnTo=/oauth/continue/k.v");
    history.replaceState(null, "", "/");
  });
});

describe("organization discovery", () => {
  it("goes to the organization's sign-in page", async () => {
    const leaving = watchLeaving();
    serve({ [discover]: found });
    const { user } = show(<Discover />);
    await user.type(code(), " ACME {Enter}");
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/o/acme/sign-in"));
  });

  it("says that a code is unknown at the field, keeps it and focuses it", async () => {
    serve({ [discover]: () => problem(404, "org_not_resolved") });
    const { user } = show(<Discover />);
    await user.type(code(), "nope{Enter}");
    const said = await screen.findByText("We do not know this organization code.");
    expect(code().value).toBe("nope");
    expect(code().getAttribute("aria-describedby")).toBe(said.closest("p")?.id);
    await waitFor(() => expect(document.activeElement).toBe(code()));
  });

  it("looks a work e-mail up by its domain, and asks for the code if that leads nowhere (A1)", async () => {
    const leaving = watchLeaving();
    const asked = serve({ [discover]: () => problem(404, "org_not_resolved") });
    const { user } = show(<Discover />);
    await user.type(code(), "maya@acme.example{Enter}");
    await screen.findByText("We do not know this e-mail domain. Enter your organization code.");
    expect(asked[0]?.body).toEqual({ email: "maya@acme.example" });
    serve({ [discover]: found });
    await user.type(code(), "{Enter}");
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/o/acme/sign-in"));
  });

  it("shows the code that an address named in vain", () => {
    show(<Discover unknown="nope" />);
    expect(code().value).toBe("nope");
    expect(screen.getByText("We do not know this organization code.")).toBeTruthy();
  });

  it("asks for the organization before it goes to a provider (B1)", async () => {
    const leaving = watchLeaving();
    serve({ [discover]: found });
    const { user } = show(<Discover />);
    await user.click(screen.getByRole("button", { name: "Sign in with Google" }));
    expect(document.activeElement).toBe(code());
    await user.type(code(), "acme{Enter}");
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/o/acme/sign-in/google"));
  });

  it("uses the organization of last time for a provider (B1, A2)", async () => {
    const leaving = watchLeaving();
    remember({ code: "acme", name: "Acme Support" });
    const { user } = show(<Discover />);
    await user.click(screen.getByRole("button", { name: "Sign in with Microsoft" }));
    expect(leaving.to).toHaveBeenCalledWith("/o/acme/sign-in/microsoft");
  });

  it("forgets an organization on demand", async () => {
    remember({ code: "acme", name: "Acme Support" });
    remember({ code: "globex", name: "Globex" });
    const { user } = show(<Discover />);
    await user.click(screen.getByRole("button", { name: "Remove Globex" }));
    expect(remembered().map((one) => one.code)).toEqual(["acme"]);
    expect(document.activeElement?.textContent).toContain("Acme Support");
    await user.click(screen.getByRole("button", { name: "Remove Acme Support" }));
    expect(document.activeElement).toBe(code());
  });
});
