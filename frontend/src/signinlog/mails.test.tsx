import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { open, serve } from "../shell/testing.tsx";
import { json, problem } from "../testing/server.ts";

type Schemas = components["schemas"];

const mail = (id: string, change: Partial<Schemas["Mail"]> = {}): Schemas["Mail"] => ({
  id,
  kind: "password_reset",
  recipient: "maya@acme.example",
  state: "sent",
  tries: 1,
  problem: "",
  createdAt: "2026-08-03T08:00:00Z",
  nextTryAt: null,
  finishedAt: "2026-08-03T08:00:01Z",
  ...change,
});
const failed = mail("m2", { kind: "link_code", state: "failed", tries: 3, problem: "recipient_refused" });
const waiting = mail("m3", {
  kind: "degraded",
  state: "waiting",
  tries: 2,
  problem: "unreachable",
  nextTryAt: "2026-08-03T08:10:00Z",
  finishedAt: null,
});
const mails = (change: Partial<Schemas["Mails"]> = {}): Schemas["Mails"] => ({
  enabled: true,
  items: [waiting, failed, mail("m1")],
  waiting: 1,
  sent: 40,
  failed: 1,
  ...change,
});

let server: ReturnType<typeof serve>;
const answer = (change?: Partial<Schemas["Mails"]>) => {
  server.answers["GET mails"] = () => json(200, mails(change));
};
beforeEach(() => {
  server = serve({});
  answer();
});

const row = async (kind: string) => within((await screen.findByText(kind)).closest("tr") as HTMLElement);

describe("the tab of mails (S14)", () => {
  it("leads with the counts, drawn and in numbers", async () => {
    await open("/sign-in-log/mails");
    await screen.findByRole("img", { name: "Sent: 40, waiting: 1, failed: 1" });
    const counts = within(screen.getByRole("region", { name: "E-mails by state" }));
    expect(counts.getAllByRole("definition").map((one) => one.textContent)).toEqual(
      expect.arrayContaining(["40", "1", "Accepted by the mail server."]),
    );
    expect(screen.getByRole("link", { name: "E-mails" }).getAttribute("aria-current")).toBe("page");
  });

  it("says of each what it is, to whom, how far, and what to do in words", async () => {
    await open("/sign-in-log/mails");
    const given = await row("Code to connect an account");
    for (const text of ["maya@acme.example", "Failed", "3"]) given.getByText(text);
    given.getByText("The mail server refuses this recipient. Check the address under Users.");
    const again = await row("Sign-in with a provider stopped working");
    again.getByText("Waiting");
    again.getByText(/The mail server does not answer\./);
    expect(again.getAllByRole("time").map((time) => time.getAttribute("datetime"))).toEqual([
      "2026-08-03T08:00:00Z",
      "2026-08-03T08:10:00Z",
    ]);
    expect((await row("Link for a new password")).getAllByRole("cell").map((cell) => cell.textContent)).toEqual([
      expect.any(String),
      "Link for a new passwordmaya@acme.example",
      "Sent",
      "",
      "",
      "",
    ]);
  });

  it("has a column for tries, the next one and the problem only while a mail has something to say there", async () => {
    const headers = async () => (await screen.findAllByRole("columnheader")).slice(1).map((one) => one.textContent);
    answer({ items: [mail("m1")] });
    await open("/sign-in-log/mails");
    expect(await headers()).toEqual(["E-mail", "State"]);
    cleanup();
    answer({ items: [mail("m1", { tries: 2 }), mail("m4", { problem: "too_late" })] });
    await open("/sign-in-log/mails");
    expect(await headers()).toEqual(["E-mail", "State", "Tries", "What to do"]);
  });

  it("keeps the filter in the address", async () => {
    await open("/sign-in-log/mails");
    answer({ items: [failed] });
    await userEvent.selectOptions(await screen.findByLabelText("State"), "Failed");
    await waitFor(() => expect(location.search).toBe("?state=failed"));
    await screen.findByText("1 e-mail");
    expect(server.asked("GET mails").at(-1)?.query).toEqual({ state: "failed" });
  });

  it("asks for all when the address names no state", async () => {
    await open("/sign-in-log/mails?state=lost");
    await screen.findByText("The latest 3 e-mails");
    expect(server.asked("GET mails")[0]?.query).toEqual({});
  });

  it("says that nothing was mailed yet, or that the filter leaves none", async () => {
    answer({ items: [], sent: 0, waiting: 0, failed: 0 });
    await open("/sign-in-log/mails");
    await screen.findByText("No e-mails yet");
    cleanup();
    answer({ items: [] });
    await open("/sign-in-log/mails?state=waiting");
    await userEvent.click(await screen.findByRole("button", { name: "Show all e-mails" }));
    await waitFor(() => expect(location.search).toBe(""));
  });

  it("says how mail is turned on where none is sent", async () => {
    answer({ enabled: false, items: [], sent: 0, waiting: 0, failed: 0 });
    await open("/sign-in-log/mails");
    await screen.findByText(
      "This deployment does not send e-mail. The operator turns it on with the setting LATCHKEY_SMTP_URL.",
    );
    expect(screen.queryByRole("table")).toBeNull();
    expect(screen.queryByLabelText("State")).toBeNull();
  });

  it("says why it could not be shown, with another try", async () => {
    server.answers["GET mails"] = () => problem(503, "busy");
    await open("/sign-in-log/mails");
    await screen.findByRole("alert");
    answer();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("The latest 3 e-mails");
  });
});
