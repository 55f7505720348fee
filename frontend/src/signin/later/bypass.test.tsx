/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it } from "vitest";
import { acme, json, problem, serve, show, watchLeaving } from "../testing.tsx";
import { Bypass } from "./bypass.tsx";

const token = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM";
const bypass = "POST /api/v1/sign-in/bypass";
const password = "POST /api/v1/sign-in/password";
const page = { ...acme, passwordSignIn: false };

describe("the page without a provider (S15)", () => {
  it("spends the link at a click, not before", async () => {
    const leaving = watchLeaving();
    const asked = serve({ [bypass]: () => json(200, { returnTo: "/" }) });
    const { user } = show(<Bypass page={page} token={token} />);
    expect(asked).toEqual([]);
    await user.dblClick(screen.getByRole("button", { name: "Sign in once with this link" }));
    await waitFor(() => expect(leaving.to).toHaveBeenCalledExactlyOnceWith("/"));
    expect(asked).toEqual([{ route: bypass, body: { organization: "acme", token } }]);
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
});
