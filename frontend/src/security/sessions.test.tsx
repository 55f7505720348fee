import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { dialog, press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { page, row, serveSecurity, session, signIn, watchLeaving } from "./testing.ts";

let server: ReturnType<typeof serveSecurity>;
beforeEach(() => {
  watchLeaving();
  server = serveSecurity();
});

describe("sessions and sign-ins", () => {
  it("name browser, address, method and times, and mark this one", async () => {
    await page();
    const here = (await screen.findByText("203.0.113.24", { exact: false, selector: "td .sub" })) as HTMLElement;
    expect(here).toBeTruthy();
    const [, first, second] = (await screen.findAllByRole("row")).map((one) => one.textContent);
    expect(first).toBe("Chrome on Windows198.51.100.7, this browser3 August 2026, 08:00 with GoogleNow");
    expect(second).toBe("Safari on iPhone198.51.100.73 August 2026, 08:00 with password3 August 2026, 09:00End");
  });

  it("are ended one by one; one that is gone already counts as ended", async () => {
    const one = `DELETE /api/v1/me/sessions/${"b".repeat(22)}` as const;
    server.answers[one] = () => problem(404, "not_found");
    await page();
    await press("End the session: Safari on iPhone");
    await screen.findByText("The session was ended: Safari on iPhone.");
    expect(server.asked(one)).toHaveLength(1);
  });

  it("are ended all together after a question", async () => {
    server.answers["DELETE /api/v1/me/sessions"] = () => json(200, { ended: 1 });
    await page();
    await press("End all others");
    const asked = await dialog("End all other sessions?");
    expect(server.asked("DELETE /api/v1/me/sessions")).toEqual([]);
    await userEvent.click(asked.getByRole("button", { name: "End all others" }));
    await screen.findByText("Your other sessions ended.");
  });

  it("have no way to end others where there are none", async () => {
    server.answers["GET /api/v1/me/sessions"] = () => json(200, { items: [session("a", { current: true })] });
    await page();
    await screen.findByText("198.51.100.7, this browser");
    expect(screen.queryByRole("button", { name: "End all others" })).toBeNull();
  });

  it("say how each attempt ended, with what, from where, with its reference", async () => {
    server.answers["GET /api/v1/me/sign-ins"] = () =>
      json(200, {
        items: [
          signIn("9QWE-41RT", { purpose: "link" }),
          signIn("7F3K-92QD", { result: "refused", browser: "", browserName: { browser: "", system: "" } }),
          signIn("2HJM-77KC", { purpose: "step_up" }),
          signIn("3HJM-77KC", { purpose: "password", provider: null }),
        ],
      });
    await page();
    const cells = async (reference: string) =>
      (await screen.findByText(reference)).closest("tr")?.textContent?.replace(/^.*?\d\d:\d\d/, "");
    expect(await cells("9QWE-41RT")).toBe("ConnectedGoogleChrome on Windows203.0.113.249QWE-41RT");
    expect(await cells("7F3K-92QD")).toBe("RefusedGoogleUnknown browser203.0.113.247F3K-92QD");
    expect(await cells("2HJM-77KC")).toBe("ConfirmedGoogleChrome on Windows203.0.113.242HJM-77KC");
    expect(await cells("3HJM-77KC")).toBe("Signed inPasswordChrome on Windows203.0.113.243HJM-77KC");
    await press("Copy reference 7F3K-92QD");
    await screen.findByText(/^Reference (copied|selected)/);
  });

  it("that do not come leave the rest usable, and are tried again", async () => {
    server.answers["GET /api/v1/me/sign-ins"] = () => problem(503, "busy");
    await page();
    await row("Google");
    server.answers["GET /api/v1/me/sign-ins"] = () => json(200, { items: [] });
    await press("Try again");
    await screen.findByText("No sign-ins of yours are on record.");
  });
});
