/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it } from "vitest";
import { typedEmail } from "../../browser/memory.ts";
import { problem } from "../../testing/server.ts";
import { acme, serve, show } from "../testing.tsx";
import { Forgot } from "./forgot.tsx";

const ask = "POST /api/v1/sign-in/password-reset";
const page = { ...acme, mail: true };
const accepted = () => new Response(null, { status: 202 });
const email = () => screen.getByLabelText("E-mail") as HTMLInputElement;
const send = () => screen.getByRole("button", { name: "Send me a link" });

describe("the page for a forgotten password", () => {
  it("says the same of every address, and what to do if nothing comes", async () => {
    const asked = serve({ [ask]: accepted });
    const { user } = show(<Forgot page={page} />);
    await user.type(email(), " maya@acme.example ");
    await user.dblClick(send());
    const said = await screen.findByText(
      "If this address is allowed to use it, a link is on its way. It works for 30 minutes.",
    );
    await waitFor(() => expect(document.activeElement).toBe(said.closest("[tabindex]")));
    screen.getByText(/check that maya@acme\.example is the address Acme Support has for you/);
    expect(asked).toMatchObject([{ route: ask, body: { organization: "acme", email: "maya@acme.example" } }]);
    await user.click(screen.getByRole("button", { name: "Use another address" }));
    expect(email().value).toBe("maya@acme.example");
  });

  it("begins with what was typed at sign-in, once, and nothing of it is in the address", () => {
    typedEmail.leave("maya@acme.example");
    show(<Forgot page={page} />);
    expect(email().value).toBe("maya@acme.example");
    expect(typedEmail.read()).toBeNull();
    expect(location.href).not.toContain("maya");
  });

  it("asks for the address before it sends", async () => {
    const asked = serve({});
    const { user } = show(<Forgot page={page} />);
    await user.click(send());
    expect(asked).toEqual([]);
    expect(email().getAttribute("aria-describedby")).toBe(screen.getByText("Fill in this field.").id);
  });

  it("says how long to wait, and keeps what was typed", async () => {
    serve({ [ask]: () => problem(429, "rate_limited", { retryAfter: 60 }) });
    const { user } = show(<Forgot page={page} />);
    await user.type(email(), "maya@acme.example{Enter}");
    await screen.findByText("Too many tries. Wait 1 minute.");
    const alert = screen.getByRole("alert");
    await waitFor(() => expect(document.activeElement).toBe(alert));
    expect(email().value).toBe("maya@acme.example");
  });

  it("sends to the administrator where the deployment sends no mail", () => {
    show(<Forgot page={acme} />);
    screen.getByText("This server does not send e-mail, so it cannot send you a link.");
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByRole("link", { name: "Back to sign-in" }).getAttribute("href")).toBe("/o/acme/sign-in?stay=1");
  });
});
