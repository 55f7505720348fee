import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { dialog, press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { page, serveSecurity, watchLeaving } from "./testing.ts";

let server: ReturnType<typeof serveSecurity>;
beforeEach(() => {
  watchLeaving();
  server = serveSecurity();
});

describe("the password (O4)", () => {
  it("says since when it is theirs, and nothing where nobody knows", async () => {
    await page();
    await screen.findByText("You can sign in with it.");
    cleanup();
    server.has({ passwordChangedAt: "2026-08-04T08:00:00Z" });
    await page();
    await screen.findByText("You can sign in with it. Last changed 4 August 2026, 08:00.");
  });
});

describe("the password", () => {
  const put = "PUT /api/v1/me/password";
  const fill = async (label: string, text: string) => userEvent.type(await screen.findByLabelText(label), text);

  it("is changed with the present one, and ends the other sessions unless that is unticked", async () => {
    server.answers[put] = () => json(200, { ended: 2 });
    await page();
    await press("Change password");
    await fill("Current password", "old sentence");
    await fill("New password", "new sentence");
    await press("Save password");
    await screen.findByText("Your password was changed. 2 other sessions ended.");
    expect(server.asked(put)[0]?.body).toEqual({
      currentPassword: "old sentence",
      newPassword: "new sentence",
      endOtherSessions: true,
    });
    await press("Change password");
    await userEvent.click(await screen.findByLabelText("Sign me out everywhere else"));
    await press("Save password");
    await waitFor(() => expect(server.asked(put)[1]?.body).toMatchObject({ endOtherSessions: false }));
  });

  it.each([
    ["/newPassword", "too_weak", /^This is too easy to guess\. Use a few unrelated words/],
    ["/newPassword", "too_short", /^Use at least 12 characters\.$/],
    ["/currentPassword", "too_short", /^Enter your password\.$/],
  ])("says what is wrong at its field: %s %s", async (pointer, code, text) => {
    server.answers[put] = () => problem(422, "validation_failed", { errors: [{ pointer, code }] });
    await page();
    await press("Change password");
    await press("Save password");
    await screen.findByText(text);
  });

  it("that is wrong is said, and nobody is signed out", async () => {
    server.answers[put] = () => problem(401, "credentials_invalid");
    await page();
    await press("Change password");
    await press("Save password");
    const alert = await (await dialog("Change password")).findByRole("alert");
    expect(alert.textContent).toContain("That did not match.");
  });

  it("is set for the first time after a recent confirmation, without a present one", async () => {
    server.has({ hasPassword: false });
    server.answers[put] = () => json(200, { ended: 0 });
    await page();
    await press("Set a password");
    await fill("New password", "new sentence");
    expect(screen.queryByLabelText("Current password")).toBeNull();
    await press("Save password");
    await screen.findByText("Your password was set.");
    expect(server.asked(put)[0]?.body).toEqual({ newPassword: "new sentence", endOtherSessions: true });
  });

  it("that took too long to set asks for the confirmation again", async () => {
    server.has({ hasPassword: false });
    server.answers[put] = () => problem(401, "reauth_required");
    await page();
    await press("Set a password");
    await press("Save password");
    await dialog("Confirm it's you");
  });
});
