/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { problem } from "../testing/server.ts";
import { acme, serve, watchLeaving } from "./testing.tsx";

const token = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM";
const spare = '<div id="root"></div><main class="spare"></main>';

beforeEach(() => vi.doMock("../browser/translated.ts", () => ({ liveWithTranslation() {} })));

/** The page as the browser loads it at an address. */
async function load(address: string) {
  history.replaceState(null, "", address);
  const signIn = JSON.stringify({ signIn: { ...acme, mail: true } });
  document.body.innerHTML = `<script type="application/json" id="page">${signIn}</script>${spare}`;
  vi.resetModules();
  await import("./main.tsx");
}

const refuseStorage = () =>
  vi.spyOn(window, "sessionStorage", "get").mockImplementation(() => {
    throw new DOMException("Access is denied.", "SecurityError");
  });

describe("F16: a one-time link", () => {
  it.each([
    ["/o/acme/reset-password", "Set a new password for Acme Support"],
    ["/o/acme/bypass", "Sign in once with this link"],
  ])("is still there when its page is loaded again, and never in the address: %s", async (path, text) => {
    await load(`${path}#${token}`);
    await screen.findByText(text);
    expect(location.href).not.toContain(token);
    await load(path);
    await screen.findByText(text);
    await load("/o/globex/reset-password");
    await screen.findByRole("heading", { name: "Open the link in the e-mail again" });
  });

  it("opens its page where the tab can keep nothing, and is asked for again after that", async () => {
    refuseStorage();
    await load(`/o/acme/reset-password#${token}`);
    await screen.findByText("Set a new password for Acme Support");
    await load("/o/acme/reset-password");
    await screen.findByRole("heading", { name: "Open the link in the e-mail again" });
  });

  it("is forgotten once it is used", async () => {
    watchLeaving();
    serve({ "PUT /api/v1/sign-in/password-reset": () => problem(410, "reset_closed") });
    await load(`/o/acme/reset-password#${token}`);
    await userEvent.type(await screen.findByLabelText("New password"), "another sentence that nobody says{Enter}");
    await screen.findByRole("heading", { name: "This link is no longer valid" });
    await waitFor(() => expect(JSON.stringify({ ...sessionStorage })).not.toContain(token));
  });
});
