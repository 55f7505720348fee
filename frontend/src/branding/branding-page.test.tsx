import { fireEvent, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { open, serve } from "../shell/testing.tsx";
import { json, problem } from "../testing/server.ts";
import { changeOf, isColor } from "./draft.ts";

const shade = { background: "#995482", text: "#ffffff", textContrast: 5.32, edgeContrast: 3.07, adjusted: true };
const shades = { light: { ...shade, background: "#7a1f5c", adjusted: false }, dark: shade };
const none = {
  name: "",
  accent: "",
  welcome: "",
  logo: null,
  shades: null,
  changedAt: null,
  changedBy: "operator",
  etag: '"1"',
};
const at = "/sso-settings/branding";

function served(change: () => Response = () => json(200, { ...none, etag: '"2"' })) {
  return serve({
    "GET branding": () => json(200, none),
    "GET branding/shades": () => json(200, shades),
    "PATCH branding": change,
  });
}

describe("the look of the sign-in page", () => {
  it("is shown beside the form, in both themes, while it is typed", async () => {
    served();
    await open(at);
    await userEvent.type(await screen.findByLabelText("Name on the page (optional)"), "Acme");
    await userEvent.type(screen.getByLabelText("Welcome (optional)"), "Welcome to the service desk.");
    expect(screen.getAllByText("Sign in to Acme")).toHaveLength(2);
    expect(screen.getAllByText("Welcome to the service desk.")).toHaveLength(2);
  });

  it("says the contrast of a colour in each theme, and where it is shown lighter", async () => {
    const server = served();
    await open(at);
    await userEvent.type(await screen.findByLabelText("Accent color (optional)"), "#7A1F5C");
    await screen.findByText(/Made lighter here/);
    expect(screen.getAllByText(/Text on the button 5\.3:1, button on the card 3\.0:1\./)).toHaveLength(2);
    expect(server.asked("GET branding/shades").map(({ query }) => query)).toEqual([{ accent: "#7a1f5c" }]);
  });

  it("is saved from the revision that was read, only what differs", async () => {
    const server = served();
    await open(at);
    await userEvent.type(await screen.findByLabelText("Welcome (optional)"), "Hello. ");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.asked("PATCH branding")).toHaveLength(1));
    expect(server.asked("PATCH branding")[0]).toMatchObject({ ifMatch: '"1"', body: { welcome: "Hello." } });
  });

  it("is not sent with a colour that is none", async () => {
    const server = served();
    await open(at);
    await userEvent.type(await screen.findByLabelText("Accent color (optional)"), "red");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Enter a color such as #7a1f5c.");
    expect(server.asked("PATCH branding")).toEqual([]);
  });

  it("says why a picture is refused", async () => {
    const server = served(() => problem(422, "validation_failed", { errors: [{ pointer: "/logo", code: "svg" }] }));
    await open(at);
    await screen.findByRole("button", { name: "Choose a picture" });
    const input = document.querySelector('input[type="file"]') as HTMLInputElement;
    fireEvent.change(input, { target: { files: [new File(["<svg/>"], "logo.png", { type: "image/png" })] } });
    await screen.findByRole("button", { name: "Remove the logo" });
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Use a PNG, JPEG, WebP or GIF. A drawing (SVG) can contain scripts.");
    expect(server.asked("PATCH branding")[0]?.body).toEqual({ logo: btoa("<svg/>") });
    fireEvent.change(input, { target: { files: [new File(["png"], "logo.png", { type: "image/png" })] } });
    await waitFor(() => expect(screen.queryByText(/A drawing \(SVG\)/)).toBeNull());
  });

  it("refuses a file that is too large before it is sent", async () => {
    served();
    await open(at);
    await screen.findByRole("button", { name: "Choose a picture" });
    const input = document.querySelector('input[type="file"]') as HTMLInputElement;
    fireEvent.change(input, { target: { files: [new File([new Uint8Array(600_000)], "logo.png")] } });
    await screen.findByText("This file is larger than 512 KB. Use a smaller one.");
  });
});

it.each([
  ["#7a1f5c", true],
  [" #7A1F5C ", true],
  ["7a1f5c", false],
  ["#7a1", false],
  ["red", false],
])("%j is a colour: %s", (text, is) => expect(isColor(text)).toBe(is));

it("takes a logo away by an empty text, and sends nothing where nothing differs", () => {
  const draft = { name: "", accent: "", welcome: "", logo: null };
  expect(changeOf(draft, none)).toBeNull();
  expect(changeOf({ ...draft, logo: "" }, none)).toEqual({ logo: "" });
});
