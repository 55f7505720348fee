import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { json, problem } from "../testing/server.ts";
import { detail, entry, open, param, serve } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

describe("the chosen attempt", () => {
  it("opens from its row; the keyboard goes to its heading", async () => {
    await open("/sign-in-log");
    const link = await screen.findByRole("link", { name: "7F3K-92QD" });
    link.focus();
    await userEvent.keyboard("{Enter}");
    const heading = await screen.findByRole("heading", { name: "Personal Google account" });
    expect(param("id")).toBe(entry.id);
    await waitFor(() => expect(document.activeElement).toBe(heading));
    expect(link.closest("tr")?.className).toBe("chosen");
  });

  it("shows the facts and the steps, ended at the refusal", async () => {
    await open(`/sign-in-log?id=${entry.id}`);
    const card = await screen.findByRole("region", { name: "Selected attempt" });
    await within(card).findByText("wrong_hosted_domain");
    for (const text of ["203.0.113.24, Chrome on Windows", "Weak", "After 8.4 s at the provider"])
      within(card).getByText(text);
    const steps = within(within(card).getByRole("list", { name: "Steps of the attempt" })).getAllByRole("listitem");
    expect(steps.map((step) => step.className)).toEqual(["", "", "", "", "stop", "never", "never"]);
    expect(steps.map((step) => within(step).getByRole("img").getAttribute("aria-label"))).toEqual([
      ...Array(4).fill("Passed"),
      "Refused",
      "Not reached",
      "Not reached",
    ]);
    const stop = steps[4] as HTMLElement;
    for (const text of ["Workspace domain", "+214 ms", "acme.example", "no hd = personal account", "What to do:"])
      within(stop).getByText(text);
    within(steps[6] as HTMLElement).getByText("No session was created");
  });

  it("I16: names a provider of the organization's own as people know it", async () => {
    const own = { provider: "partner", label: "Partner login" };
    server.answer("GET sign-in-log", () =>
      json(200, { items: [{ ...entry, ...own }], next: null, retentionDays: 180 }),
    );
    server.answer(`GET sign-in-log/${entry.id}`, () => json(200, { ...detail, ...own }));
    await open(`/sign-in-log?id=${entry.id}`);
    await screen.findByText("Came back from Partner login");
    expect(screen.getAllByText(/Partner login/).length).toBeGreaterThan(1);
    expect(document.body.textContent).not.toContain("partner");
  });

  it("has no steps for a password, and still says what to do", async () => {
    const password = { purpose: "password", provider: null, code: "credentials_invalid", reason: "wrong_password" };
    server.answer(`GET sign-in-log/${entry.id}`, () =>
      json(200, { ...detail, ...password, steps: [], expected: null, received: null }),
    );
    await open(`/sign-in-log?id=${entry.id}`);
    await screen.findByRole("heading", { name: "Wrong password" });
    expect(screen.queryByRole("list", { name: "Steps of the attempt" })).toBeNull();
    expect(screen.getByText("What to do:")).toBeTruthy();
  });

  it("explains the code of the provider, if it is one that we know", async () => {
    const denied = { code: "provider_denied", reason: "provider_answer", received: "access_denied AADSTS50105" };
    server.answer(`GET sign-in-log/${entry.id}`, () => json(200, { ...detail, ...denied, expected: null }));
    await open(`/sign-in-log?id=${entry.id}`);
    const hint = await screen.findByRole("note", { name: "What the code means" });
    for (const text of ["AADSTS50105", "The person is not assigned to the application"]) within(hint).getByText(text);
  });

  it("says that it is not there (any more)", async () => {
    server.answer(`GET sign-in-log/${entry.id}`, () => problem(404, "not_found"));
    await open(`/sign-in-log?id=${entry.id}`);
    expect(await screen.findByText("Not found.")).toBeTruthy();
  });

  it("copies its reference", async () => {
    const user = userEvent.setup();
    await open(`/sign-in-log?id=${entry.id}`);
    await user.click(await screen.findByRole("button", { name: "Copy reference" }));
    expect(await navigator.clipboard.readText()).toBe("7F3K-92QD");
    expect(await screen.findByText("Reference copied")).toBeTruthy();
  });
});
