import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { dialog, press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { away, identities, microsoft, own, page, recent, serveSecurity, watchLeaving } from "./testing.ts";

let server: ReturnType<typeof serveSecurity>;
let goTo: ReturnType<typeof watchLeaving>;
beforeEach(() => {
  goTo = watchLeaving();
  server = serveSecurity();
});

describe("recent authentication", () => {
  const confirm = "POST /api/v1/me/reauthentication";

  it("is asked for by the password, and the wish goes on by itself", async () => {
    server.has({ recentUntil: null });
    server.answers[`POST ${own}/microsoft`] = () => json(201, { authorizationUrl: away });
    server.answers[confirm] = () => json(200, recent);
    await page();
    await press("Connect Microsoft");
    const asked = await dialog("Confirm it's you");
    expect(server.asked(`POST ${own}/microsoft`)).toEqual([]);
    await userEvent.type(asked.getByLabelText("Password"), "a long sentence{Enter}");
    await waitFor(() => expect(goTo).toHaveBeenCalledWith(away));
    expect(server.asked(confirm)[0]?.body).toEqual({ password: "a long sentence" });
  });

  it("is asked for again when the server finds it too old", async () => {
    const answers = [problem(401, "reauth_required"), json(201, { authorizationUrl: away })];
    server.answers[`POST ${own}/microsoft`] = () => answers.shift() as Response;
    server.answers[confirm] = () => json(200, recent);
    await page();
    await press("Connect Microsoft");
    await userEvent.type((await dialog("Confirm it's you")).getByLabelText("Password"), "a long sentence{Enter}");
    await waitFor(() => expect(goTo).toHaveBeenCalledWith(away));
  });

  it("comes before disconnecting as well, and a wrong password is said without ending the session", async () => {
    server.has({ recentUntil: "2026-01-01T00:00:00Z" });
    const answers = [problem(401, "credentials_invalid"), json(200, recent)];
    server.answers[confirm] = () => answers.shift() as Response;
    server.answers[`DELETE ${own}/google`] = () => json(200, identities({ items: [microsoft] }));
    await page();
    await press("Disconnect Google");
    await userEvent.click((await dialog("Disconnect Google?")).getByRole("button", { name: "Disconnect" }));
    const asked = await dialog("Confirm it's you");
    await userEvent.type(asked.getByLabelText("Password"), "wrong{Enter}");
    expect((await asked.findByRole("alert")).textContent).toContain("That did not match. Check and try again.");
    expect(server.asked(`DELETE ${own}/google`)).toEqual([]);
    await userEvent.type(asked.getByLabelText("Password"), "right{Enter}");
    await screen.findByText("Your Google account was disconnected.");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("goes through a connected account for people without a password", async () => {
    server.has({ hasPassword: false, recentUntil: null });
    server.answers["POST /api/v1/me/step-up/google"] = () => json(201, { authorizationUrl: away });
    await page();
    await press("Set a password");
    const asked = await dialog("Confirm it's you");
    expect(asked.queryByRole("button", { name: "Confirm with Microsoft" })).toBeNull();
    await userEvent.click(asked.getByRole("button", { name: "Confirm with Google" }));
    await waitFor(() => expect(goTo).toHaveBeenCalledWith(away));
  });

  it("says in the dialog why the provider can't confirm it", async () => {
    server.has({ hasPassword: false, recentUntil: null });
    server.answers["POST /api/v1/me/step-up/google"] = () => problem(409, "sso_app_invalid");
    await page();
    await press("Connect Microsoft");
    await press("Confirm with Google");
    const alert = await (await dialog("Confirm it's you")).findByRole("alert");
    expect(alert.textContent).toContain("Google sign-in for Acme Support is not working right now.");
  });

  it("I15: does not go again through a provider that could not confirm it", async () => {
    server.has({ hasPassword: false, recentUntil: null });
    await page("?refused=reauth_required&provider=google&ref=7F3K-92QD");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Google can't confirm that it's you");
    expect(alert.textContent).toContain("Sign in again, then come back here within 5 minutes.");
    await press("Set a password");
    const asked = await dialog("Confirm it's you");
    asked.getByRole("button", { name: "Sign in again" });
    expect(asked.queryByRole("button", { name: "Confirm with Google" })).toBeNull();
  });

  it("I15: offers the password where there is one", async () => {
    server.has({ recentUntil: null });
    await page("?refused=reauth_required&provider=google&ref=7F3K-92QD");
    expect((await screen.findByRole("alert")).textContent).toContain("Confirm it with your password instead.");
  });

  it("is a new sign-in for people who have nothing else", async () => {
    server.has({ hasPassword: false, recentUntil: null, items: [microsoft] });
    await page();
    await press("Connect Microsoft");
    (await dialog("Confirm it's you")).getByRole("button", { name: "Sign in again" });
  });
});
