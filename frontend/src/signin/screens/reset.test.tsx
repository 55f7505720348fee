/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it } from "vitest";
import { problem } from "../../testing/server.ts";
import { acme, serve, show } from "../testing.tsx";
import { Reset } from "./reset.tsx";

const token = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM";
const put = "PUT /api/v1/sign-in/password-reset";
const page = { ...acme, mail: true };
const field = () => screen.getByLabelText("New password") as HTMLInputElement;

describe("the page of a link for a new password", () => {
  it("sets the password with the token of the fragment", async () => {
    const asked = serve({ [put]: () => new Response(null, { status: 204 }) });
    const { user } = show(<Reset page={page} token={token} />);
    expect([field().autocomplete, field().type]).toEqual(["new-password", "password"]);
    await user.type(field(), "another sentence that nobody says{Enter}");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Your password was set"));
    const body = { organization: "acme", token, newPassword: "another sentence that nobody says" };
    expect(asked).toMatchObject([{ route: put, body }]);
    expect(screen.getByRole("link", { name: "Go to sign-in" }).getAttribute("href")).toBe("/o/acme/sign-in?stay=1");
  });

  it.each([
    ["", "Fill in this field."],
    ["too short", "Use at least 12 characters."],
  ])("does not send %j", async (typed, text) => {
    const asked = serve({});
    const { user } = show(<Reset page={page} token={token} />);
    if (typed) await user.type(field(), typed);
    await user.click(screen.getByRole("button", { name: "Set password" }));
    expect(field().getAttribute("aria-describedby")).toBe(screen.getByText(text).id);
    expect(asked).toEqual([]);
  });

  it("says at the field that a password is easily guessed, and keeps the link", async () => {
    const errors = [{ pointer: "/newPassword", code: "too_weak" }];
    serve({ [put]: () => problem(422, "validation_failed", { errors }) });
    const { user } = show(<Reset page={page} token={token} />);
    await user.type(field(), "passwordpassword{Enter}");
    const said = await screen.findByText(/^This is too easy to guess\./);
    expect(field().getAttribute("aria-describedby")).toBe(said.id);
    expect(field().value).toBe("passwordpassword");
  });

  it.each([
    ["was used up", token, "This link is no longer valid"],
    ["came without its token (F16)", "", "Open the link in the e-mail again"],
  ])("leads to a new link when this one %s", async (_, of, heading) => {
    serve({ [put]: () => problem(410, "reset_closed") });
    const { user } = show(<Reset page={page} token={of} />);
    if (of) await user.type(field(), "another sentence that nobody says{Enter}");
    await screen.findByRole("heading", { name: heading });
    expect(screen.getByRole("link", { name: "Ask for a new link" }).getAttribute("href")).toBe(
      "/o/acme/forgot-password",
    );
  });

  it("says too many tries with their wait, and keeps the form", async () => {
    serve({ [put]: () => problem(429, "rate_limited", { retryAfter: 30 }) });
    const { user } = show(<Reset page={page} token={token} />);
    await user.type(field(), "another sentence that nobody says{Enter}");
    await screen.findByText("Too many tries. Wait 30 seconds.");
    expect(field().value).toBe("another sentence that nobody says");
  });
});
