/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it } from "vitest";
import { json, problem } from "../../testing/server.ts";
import { acme, serve, show, watchLeaving } from "../testing.tsx";
import { Bypass } from "./bypass.tsx";

const token = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM";
const bypass = "POST /api/v1/sign-in/bypass";
const password = "POST /api/v1/sign-in/password";
const link = "POST /api/v1/sign-in/bypass-link";
const page = { ...acme, passwordSignIn: false };

describe("the page without a provider (S15)", () => {
  it("spends the link at a click, not before", async () => {
    const leaving = watchLeaving();
    const asked = serve({ [bypass]: () => json(200, { returnTo: "/" }) });
    const { user } = show(<Bypass page={page} token={token} />);
    expect(asked).toEqual([]);
    await user.dblClick(screen.getByRole("button", { name: "Sign in once with this link" }));
    await waitFor(() => expect(leaving.to).toHaveBeenCalledExactlyOnceWith("/"));
    expect(asked).toMatchObject([{ route: bypass, body: { organization: "acme", token } }]);
  });

  it("begins anew with another link that is opened over it", async () => {
    const leaving = watchLeaving();
    serve({});
    show(<Bypass page={page} token="" />);
    location.hash = `#${token}`;
    await waitFor(() => {
      dispatchEvent(new Event("hashchange"));
      expect(leaving.again).toHaveBeenCalled();
    });
    location.hash = "";
  });

  it("says that a link is used up, and leaves the password", async () => {
    serve({ [bypass]: () => problem(410, "bypass_closed") });
    const { user } = show(<Bypass page={page} token={token} />);
    await user.click(screen.getByRole("button", { name: "Sign in once with this link" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("This link is no longer valid. Ask the operator for a new one.");
    expect(screen.queryByRole("button", { name: "Sign in once with this link" })).toBeNull();
    expect(screen.getByLabelText("Password")).toBeTruthy();
  });

  it("lets exempt people use their password, and says so to the others", async () => {
    const leaving = watchLeaving();
    serve({ [password]: () => problem(403, "password_login_disabled") });
    const { user } = show(<Bypass page={page} token="" />);
    await user.type(screen.getByLabelText("E-mail"), "maya@acme.example");
    await user.type(screen.getByLabelText("Password"), "correct horse battery{Enter}");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("This account cannot sign in without Google or Microsoft.");
    serve({ [password]: () => json(200, { returnTo: "/" }) });
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/"));
  });

  it("sends a link where mail is sent, and says the same of every address", async () => {
    const asked = serve({ [link]: () => new Response(null, { status: 202 }) });
    const { user } = show(<Bypass page={{ ...page, mail: true }} token="" />);
    await user.type(screen.getByLabelText("E-mail of a super admin"), "ada@acme.example{Enter}");
    await screen.findByText("If this address is allowed to use it, a link is on its way. It works for 5 minutes.");
    expect(asked).toMatchObject([{ route: link, body: { organization: "acme", email: "ada@acme.example" } }]);
    expect(screen.getByLabelText("Password")).toBeTruthy();
  });

  it("says what is wrong with an address at its own field alone", async () => {
    const errors = [{ pointer: "/email", code: "format" }];
    serve({ [link]: () => problem(422, "validation_failed", { errors }) });
    const { user } = show(<Bypass page={{ ...page, mail: true }} token="" />);
    await user.type(screen.getByLabelText("E-mail of a super admin"), "ada{Enter}");
    await screen.findByText("Enter an e-mail address, like name@company.com.");
    expect(screen.getByLabelText("E-mail of a super admin").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).toBeNull();
  });

  it("names the mail as a way to another link once this one is used up", async () => {
    serve({ [bypass]: () => problem(410, "bypass_closed") });
    const { user } = show(<Bypass page={{ ...page, mail: true }} token={token} />);
    await user.click(screen.getByRole("button", { name: "Sign in once with this link" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Ask for a new one here, or ask the operator");
    expect(screen.getByRole("button", { name: "Send me a link" })).toBeTruthy();
  });

  it("offers no mail where none is sent", () => {
    show(<Bypass page={page} token="" />);
    expect(screen.queryByRole("button", { name: "Send me a link" })).toBeNull();
    expect(screen.queryByRole("link", { name: "Forgot password?" })).toBeNull();
  });
});
