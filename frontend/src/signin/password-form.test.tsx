/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it } from "vitest";
import { typedEmail } from "../browser/memory.ts";
import { json, problem } from "../testing/server.ts";
import { SignIn } from "./sign-in.tsx";
import { acme, serve, show, watchLeaving } from "./testing.tsx";

const password = "POST /api/v1/sign-in/password";

describe("the password form (A3)", () => {
  async function fill(user: ReturnType<typeof show>["user"]) {
    await user.type(screen.getByLabelText("E-mail"), " maya@acme.example ");
    await user.type(screen.getByLabelText("Password"), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
  }

  it("signs in and goes where the server says", async () => {
    const leaving = watchLeaving();
    const asked = serve({ [password]: () => json(200, { returnTo: "/" }) });
    const { user } = show(<SignIn page={acme} />);
    await fill(user);
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/"));
    const body = { organization: "acme", email: "maya@acme.example", password: "correct horse battery", returnTo: "/" };
    expect(asked).toMatchObject([{ route: password, body }]);
  });

  it("never leaves this site, whatever the answer says", async () => {
    const leaving = watchLeaving();
    serve({ [password]: () => json(200, { returnTo: "//evil.example" }) });
    const { user } = show(<SignIn page={acme} />);
    await fill(user);
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/"));
  });

  it("has one text for every way to be wrong", async () => {
    serve({ [password]: () => problem(401, "credentials_invalid") });
    const { user } = show(<SignIn page={acme} />);
    await fill(user);
    await waitFor(() =>
      expect(screen.getByRole("alert").textContent).toContain("That did not match. Check and try again."),
    );
  });

  it("names the other ways when passwords are off", async () => {
    serve({ [password]: () => problem(403, "password_login_disabled") });
    const { user } = show(<SignIn page={acme} />);
    await fill(user);
    await waitFor(() =>
      expect(screen.getByRole("alert").textContent).toContain("Acme Support uses Google or Microsoft sign-in."),
    );
  });

  it("asks for empty fields without asking the server", async () => {
    const asked = serve({});
    const { user } = show(<SignIn page={acme} />);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).toBe("true");
    expect(asked).toEqual([]);
  });

  it("leads to the page for a forgotten password where mail is sent, and takes the typed e-mail along", async () => {
    const { user } = show(<SignIn page={{ ...acme, mail: true }} />);
    await user.type(screen.getByLabelText("E-mail"), "maya@acme.example");
    const link = screen.getByRole("link", { name: "Forgot password?" });
    expect(link.getAttribute("href")).toBe("/o/acme/forgot-password");
    link.addEventListener("click", (event) => event.preventDefault());
    await user.click(link);
    expect(typedEmail.take()).toBe("maya@acme.example");
    show(<SignIn page={acme} />);
    expect(screen.queryByRole("link", { name: "Forgot password?" })).toBeNull();
  });

  it("has the e-mail that was typed before another language was picked, once", () => {
    typedEmail.leave("maya@acme.example");
    show(<SignIn page={acme} />);
    expect((screen.getByLabelText("E-mail") as HTMLInputElement).value).toBe("maya@acme.example");
    expect(typedEmail.read()).toBeNull();
  });

  it("shows the password on demand", async () => {
    const { user } = show(<SignIn page={acme} />);
    const toggle = screen.getByRole("button", { name: "Show Password" });
    await user.click(toggle);
    expect(toggle.getAttribute("aria-pressed")).toBe("true");
    expect(screen.getByLabelText("Password").getAttribute("type")).toBe("text");
  });
});
