import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { me, open, serve } from "../shell/testing.tsx";
import { press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";

const patch = "PATCH /api/v1/me";
const agent = { ...me, user: { ...me.user, role: "agent", roleName: "Agent" }, permissions: [] };
let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve({ "GET /api/v1/me": () => json(200, agent) });
});

describe("the own profile", () => {
  it("is reached from the account menu by everybody, and Security Setting beside it", async () => {
    await open("/");
    await press(/account menu/);
    expect(screen.getByRole("link", { name: "Security Setting" }).getAttribute("href")).toBe("/profile/security");
    await userEvent.click(screen.getByRole("link", { name: "Edit profile" }));
    await screen.findByRole("heading", { level: 1, name: "Edit profile" });
    expect(screen.getByRole("button", { name: /account menu/ }).getAttribute("aria-expanded")).toBe("false");
  });

  it("is in the menu at the left of a super admin", async () => {
    server.answers["GET /api/v1/me"] = () => json(200, me);
    await open("/profile");
    const menu = within(await screen.findByRole("navigation", { name: "Main" }));
    expect(menu.getByRole("link", { name: "Edit profile" }).getAttribute("aria-current")).toBe("page");
    expect(menu.getByRole("link", { name: "Security Setting" }).getAttribute("aria-current")).toBeNull();
  });

  it("is changed by what differs alone, and the bar says the new name at once", async () => {
    server.answers[patch] = () => json(200, { ...agent, user: { ...agent.user, name: "Ana Maria Ruiz" } });
    await open("/profile");
    const name = await screen.findByLabelText("Name");
    await userEvent.clear(name);
    await userEvent.type(name, "Ana Maria Ruiz");
    await press("Save");
    await screen.findByText("Your profile is saved.");
    expect(server.asked(patch)[0]?.body).toEqual({ name: "Ana Maria Ruiz" });
    screen.getByRole("button", { name: /^Ana Maria Ruiz/ });
  });

  it("sends nothing when nothing differs", async () => {
    await open("/profile");
    await press("Save");
    await screen.findByText("Nothing was changed.");
    expect(server.asked(patch)).toEqual([]);
  });

  it("puts what the server says at its field", async () => {
    server.answers[patch] = () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/name", code: "required" }] });
    await open("/profile");
    await userEvent.clear(await screen.findByLabelText("Name"));
    await press("Save");
    await screen.findByText("Fill in this field.");
  });

  it("shows address and role, which only an administrator changes", async () => {
    await open("/profile");
    const email = (await screen.findByLabelText("E-mail")) as HTMLInputElement;
    const role = screen.getByLabelText("Role") as HTMLInputElement;
    expect([email.value, email.readOnly, role.value, role.readOnly]).toEqual(["ana@acme.example", true, "Agent", true]);
    expect(screen.getAllByText("Your administrator can change it.")).toHaveLength(2);
  });

  it("leads a super admin to where they change them themselves", async () => {
    server.answers["GET /api/v1/me"] = () => json(200, me);
    await open("/profile");
    const card = await screen.findByRole("region", { name: "You" });
    const links = within(card).getAllByRole("link", { name: "Users" });
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["/users", "/users"]);
    expect(within(card).queryByText(/Your administrator/)).toBeNull();
  });
});

/** The field of zones, with nothing typed in it. */
async function zoneField() {
  const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Time zone" });
  await userEvent.clear(field);
  return field;
}

describe("the time zone", () => {
  const signedInAt = "2026-08-03T22:30:00Z";
  const in_ = (timeZone: string | undefined) => ({
    ...agent,
    user: { ...agent.user, timeZone },
    session: { ...agent.session, signedInAt },
  });

  it("that was chosen is the one of every time", async () => {
    server.answers["GET /api/v1/me"] = () => json(200, in_("Asia/Tokyo"));
    await open("/");
    await screen.findByText("4 August 2026, 07:30");
    screen.getByText("Times are in Tokyo time");
  });

  it("that this browser does not know is the browser's", async () => {
    server.answers["GET /api/v1/me"] = () => json(200, in_("Mars/Olympus"));
    await open("/");
    expect((await screen.findByText(/^Times are/)).textContent).not.toContain("Olympus");
  });

  it("is chosen, counts at once, and can be given back to the browser", async () => {
    server.answers[patch] = () => json(200, in_("Asia/Tokyo"));
    server.answers["GET /api/v1/me"] = () => json(200, in_(undefined));
    await open("/profile");
    await userEvent.type(await zoneField(), "toky{Enter}");
    await press("Save");
    await waitFor(() => expect(server.asked(patch)[0]?.body).toEqual({ timeZone: "Asia/Tokyo" }));
    await userEvent.click(screen.getByRole("link", { name: "Latchkey, start page" }));
    await screen.findByText("4 August 2026, 07:30");

    server.answers[patch] = () => json(200, in_(undefined));
    history.back();
    await zoneField();
    await userEvent.click(within(screen.getByRole("listbox")).getByRole("option", { name: /^Same as the browser/ }));
    await press("Save");
    await waitFor(() => expect(server.asked(patch)[1]?.body).toEqual({ timeZone: null }));
  });
});

describe("the list of time zones", () => {
  const options = (selected?: boolean) => {
    const list = screen.queryByRole("listbox", { name: "Time zone" });
    return list ? within(list).queryAllByRole("option", { selected }) : [];
  };
  const offered = () => options().map(({ textContent }) => textContent?.replace(/ \(.*/, ""));
  const marked = () => options(true)[0]?.textContent;

  it("opens where the choice is, is walked by the arrows, and Escape puts everything back", async () => {
    server.answers["GET /api/v1/me"] = () => json(200, { ...agent, user: { ...agent.user, timeZone: "Asia/Tokyo" } });
    await open("/profile");
    const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Time zone" });
    expect([field.value, field.getAttribute("aria-expanded")]).toEqual(["Asia/Tokyo (UTC+09:00)", "false"]);
    field.focus();
    await userEvent.keyboard("{ArrowDown}");
    expect([field.getAttribute("aria-expanded"), marked()]).toEqual(["true", "Asia/Tokyo (UTC+09:00)"]);
    await userEvent.keyboard("{ArrowUp}");
    expect(marked()).toBe("Asia/Thimphu (UTC+06:00)");
    expect(options(true)[0]?.id).toBe(field.getAttribute("aria-activedescendant"));
    await userEvent.keyboard("{Escape}");
    expect([field.value, offered()]).toEqual(["Asia/Tokyo (UTC+09:00)", []]);
    await press("Save");
    await screen.findByText("Nothing was changed.");
  });

  it("gives its first match to whoever moves on", async () => {
    await open("/profile");
    const field = await zoneField();
    await userEvent.type(field, "lisb");
    await userEvent.tab();
    expect(field.value).toMatch(/^Europe\/Lisbon/);
  });

  it("says when nothing matches; then Enter saves nothing, and the choice is back for whoever moves on", async () => {
    await open("/profile");
    const field = await zoneField();
    await userEvent.type(field, "atlantis{Enter}");
    screen.getByText(/^No time zone matches\./);
    await userEvent.tab();
    expect(field.value).toMatch(/^Same as the browser/);
    expect(server.asked(patch)).toEqual([]);
  });
});

describe("leaving the profile", () => {
  it("with something unsaved asks first; once it is saved nobody asks", async () => {
    server.answers[patch] = () => json(200, { ...agent, user: { ...agent.user, name: "Ana Ruiz B" } });
    const leave = () => userEvent.click(screen.getByRole("link", { name: "Latchkey, start page" }));
    await open("/profile");
    await userEvent.type(await screen.findByLabelText("Name"), " B");
    await leave();
    const dialog = await screen.findByRole("dialog", { name: "You have unsaved changes" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Keep editing" }));
    await press("Save");
    await screen.findByText("Your profile is saved.");
    await leave();
    await waitFor(() => expect(location.pathname).toBe("/"));
  });
});
