/** @jsxImportSource preact */
import { screen, waitFor } from "@testing-library/dom";
import { describe, expect, it } from "vitest";
import { json, problem } from "../../testing/server.ts";
import { serve, show, watchLeaving } from "../testing.tsx";
import { Setup } from "./setup.tsx";
import { checkSetup, suggestCode } from "./setup-rules.ts";

const token = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM";
const setup = "POST /api/v1/setup";

async function fill(user: ReturnType<typeof show>["user"]) {
  await user.type(screen.getByLabelText("Organization name"), "Acme Support");
  await user.type(screen.getByLabelText("Your name"), "Sofia Marin");
  await user.type(screen.getByLabelText("E-mail"), "sofia@acme.example");
  await user.type(screen.getByLabelText("Password"), "a long sentence nobody says");
  await user.click(screen.getByRole("button", { name: "Set up and sign in" }));
}

describe("first-run set-up", () => {
  it("makes the organization and signs in", async () => {
    const leaving = watchLeaving();
    const asked = serve({ [setup]: () => json(200, { returnTo: "/" }) });
    const { user } = show(<Setup token={token} />);
    await fill(user);
    await waitFor(() => expect(leaving.to).toHaveBeenCalledWith("/"));
    expect(asked[0]?.body).toEqual({
      token,
      organization: { name: "Acme Support", code: "acme-support" },
      superAdmin: { name: "Sofia Marin", email: "sofia@acme.example", password: "a long sentence nobody says" },
    });
  });

  it("names what is missing and takes the focus to the summary", async () => {
    const asked = serve({});
    const { user } = show(<Setup token={token} />);
    await user.click(screen.getByRole("button", { name: "Set up and sign in" }));
    expect(document.activeElement).toBe(screen.getByRole("alert"));
    expect(screen.getAllByText("Fill in this field.")).toHaveLength(5);
    expect(asked).toEqual([]);
  });

  it("puts what the server says at its field", async () => {
    const errors = [{ pointer: "/organization/code", code: "taken" }];
    serve({ [setup]: () => problem(422, "validation_failed", { errors }) });
    const { user } = show(<Setup token={token} />);
    await fill(user);
    expect(await screen.findByText("This is already taken.")).toBeTruthy();
    expect(screen.getByLabelText("Organization code").getAttribute("aria-invalid")).toBe("true");
  });

  it("says that the link is used up", async () => {
    serve({ [setup]: () => problem(410, "setup_closed") });
    const { user } = show(<Setup token={token} />);
    await fill(user);
    expect(await screen.findByRole("heading", { name: "This setup link is no longer valid" })).toBeTruthy();
  });
});

describe("the rules of the form", () => {
  it.each([
    ["Acme Support", "acme-support"],
    ["  Grüße & Söhne GmbH ", "gru-e-sohne-gmbh"],
    ["株式会社", ""],
  ])("suggest a code for %j", (name, code) => expect(suggestCode(name)).toBe(code));

  const good = {
    organization: { name: "Acme", code: "acme" },
    superAdmin: { name: "Sofia", email: "sofia@acme.example", password: "twelve chars" },
  };
  it("pass a good form", () => expect(checkSetup(good)).toEqual({}));
  it.each(["a", "Acme", "acme--support", "-acme", "acme-", "a_b", "a".repeat(80)])("refuse the code %j", (code) => {
    expect(checkSetup({ ...good, organization: { ...good.organization, code } })).toHaveProperty([
      "/organization/code",
    ]);
  });
  it("want twelve characters", () => {
    const superAdmin = { ...good.superAdmin, password: "elevenchars" };
    expect(checkSetup({ ...good, superAdmin })).toEqual({ "/superAdmin/password": "too_short" });
  });
});
