import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { json, problem } from "../testing/server.ts";
import { blank, connection, field, open, path, serve, version } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

describe("the guide", () => {
  it("is closed for a connection that is in use, above the fields that it serves", async () => {
    await open(path);
    const steps = await screen.findByText(/^How to do this: steps 1 to/);
    expect(steps.closest("details")?.open).toBe(false);
    expect(screen.queryByRole("complementary")).toBeNull();
  });

  it("opens at the first step that is not done, and keeps the ticks for everybody with the connection", async () => {
    const tick = "PUT connections/con_1/guide/G2";
    server.answer("GET connections/con_1", () => json(200, { ...blank, guideDone: ["G1"] }));
    server.answer(tick, () => json(200, { ...blank, guideDone: ["G1", "G2"] }));
    await open(path);
    const guide = await screen.findByRole("complementary", { name: "In the Google Cloud console" });
    within(guide).getByText("Done: 1 of 7. Checked on 22 November 2026");
    await userEvent.click(within(guide).getByRole("checkbox", { name: "Step 2 done" }));
    await within(guide).findByText("Done: 2 of 7. Checked on 22 November 2026");
    expect(within(guide).getByRole("button", { name: /^3\./ }).getAttribute("aria-expanded")).toBe("true");
    expect(server.asked(tick).map(({ body }) => body)).toEqual([{ done: true }]);
  });

  it("takes a tick back that could not be kept, and says so", async () => {
    server.answer("GET connections/con_1", () => json(200, blank));
    server.answer("PUT connections/con_1/guide/G1", () => problem(503, "busy"));
    await open(path);
    await userEvent.click(await screen.findByRole("checkbox", { name: "Step 1 done" }));
    await screen.findByText("The tick could not be saved. Try again.");
    await waitFor(() => expect(screen.getByRole("checkbox", { name: "Step 1 done" })).toHaveProperty("checked", false));
  });

  it("names no day where nobody has followed it yet", async () => {
    const okta = { ...blank, provider: "okta", kind: "openid", preset: "okta" };
    server.answer("GET connections/con_1", () => json(200, okta));
    await open(path);
    await screen.findByText("Done: 0 of 6.");
  });

  it("is Microsoft's for Microsoft, without an origin to copy", async () => {
    server.answer("GET connections/con_1", () => json(200, { ...blank, provider: "microsoft", kind: "microsoft" }));
    await open(path);
    await screen.findByRole("complementary", { name: "In the Microsoft Entra admin center" });
    await field("Directory (tenant) ID");
    for (const unused of ["Copy JavaScript origin", "Copy Home page URL"])
      expect(screen.queryByRole("button", { name: unused })).toBeNull();
  });

  it("asks for Microsoft's directory once; more of them are behind a link, open where there are any", async () => {
    const entra = { ...connection, provider: "microsoft", kind: "microsoft" as const };
    const tenant = "6f1c2a34-0000-4000-8000-000000000001";
    const live = { ...version, tenant };
    const more = async () => (await screen.findByText("More directories")).closest("details")?.open;
    server.answer("GET connections/con_1", () => json(200, { ...entra, live, lockedTo: [tenant] }));
    await open(path);
    expect(await more()).toBe(false);
    cleanup();
    const another = tenant.replace(/1$/, "2");
    server.answer("GET connections/con_1", () => json(200, { ...entra, live, lockedTo: [tenant, another] }));
    await open(path);
    expect(await more()).toBe(true);
  });
});
