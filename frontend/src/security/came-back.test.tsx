import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { dialog, press } from "../testing/controls.ts";
import { json } from "../testing/server.ts";
import { identities, microsoft, own, page, row, serveSecurity, watchLeaving } from "./testing.ts";

let server: ReturnType<typeof serveSecurity>;
beforeEach(() => {
  watchLeaving();
  server = serveSecurity();
});

describe("coming back from a provider", () => {
  it("says once that it is connected, and leaves nothing in the address", async () => {
    await page("?connected=google");
    expect((await screen.findByText("Connected.")).closest("p")?.textContent).toBe(
      "Connected. Next time, choose Sign in with Google.",
    );
    expect(location.pathname + location.search).toBe("/profile/security");
  });

  it("does not believe an address that says so", async () => {
    server.has({ recentUntil: null });
    await page("?connected=microsoft");
    await row("Microsoft");
    expect(screen.queryByText(/Next time, choose/)).toBeNull();
    cleanup();
    await page("?confirmed=1");
    await row("Microsoft");
    expect(screen.queryByText("Confirmed.")).toBeNull();
  });

  it("says that it is confirmed", async () => {
    await page("?confirmed=1");
    await screen.findByText("Confirmed.");
    expect(location.search).toBe("");
  });

  it.each([
    ["already_linked_other_user", "This Google account is already connected to a different user."],
    ["already_linked_other", "Disconnect the current Google account first."],
    ["email_mismatch", "Connect the Google account that uses your work e-mail."],
    ["attempt_session_changed", "You signed out or switched accounts in the meantime. Start again."],
    ["sso_required", "Acme Support requires Google sign-in."],
    ["constructor", "Something went wrong on our side."],
  ])("says why it was refused, with the reference: %s", async (code, text) => {
    await page(`?refused=${code}&provider=google&ref=7F3K-92QD`);
    await row("Google");
    const alert = within(screen.getByRole("alert"));
    alert.getByText(text);
    alert.getByText("7F3K-92QD");
    alert.getByRole("button", { name: "Copy reference" });
    expect(location.search).toBe("");
  });

  it("that was cancelled is no alarm, and gives way to what is done next", async () => {
    server.answers[`DELETE ${own}/google`] = () => json(200, identities({ items: [microsoft] }));
    await page("?refused=provider_denied&provider=google&ref=7F3K-92QD");
    const cancelled = await screen.findByText("Sign-in with Google was cancelled.");
    expect(cancelled.closest("[role=status]")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    await press("Disconnect Google");
    await userEvent.click((await dialog("Disconnect Google?")).getByRole("button", { name: "Disconnect" }));
    await waitFor(() => expect(screen.queryByText("Sign-in with Google was cancelled.")).toBeNull());
  });

  it("says nothing that an address made up", async () => {
    await page("?refused=provider_denied&provider=Call+0190&ref=Call+0190");
    await row("Google");
    expect(screen.getByText("Sign-in with your provider was cancelled.").parentElement?.textContent).not.toContain(
      "0190",
    );
  });
});
