import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { json, problem } from "../testing/server.ts";
import { counts, open, serve } from "./testing.tsx";

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve();
});

describe("the chart", () => {
  it("has the same numbers as its table", async () => {
    await open("/sign-in-log");
    await screen.findByText("Show as a table");
    const rows = [...document.querySelectorAll(".numbers tbody tr, .numbers tfoot tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      ["9 Nov", "79", "0", "6", "0", "8"],
      ["8 Nov", "60", "0", "3", "0", "3"],
      ["Total", "139", "0", "9", "0", "11"],
    ]);
    const legend = [...document.querySelectorAll(".legend li")].map((item) => item.textContent);
    expect(legend).toEqual([
      "Signed in 139",
      "Asked to link 0",
      "Refused or cancelled 9",
      "Failed 0",
      "Not returned 11",
    ]);
    expect(document.querySelectorAll(".chart rect")).toHaveLength(6);
    screen.getByRole("img", {
      name: "Attempts per day, 8 Nov to 9 Nov: signed in 139, asked to link 0, refused or cancelled 9, failed 0, not returned 11.",
    });
  });

  it("has the days of the reader's zone, which the list goes by too", async () => {
    server = serve("super_admin", "America/Bogota");
    await open("/sign-in-log");
    await screen.findByText("Days in Bogota time");
    await screen.findByRole("columnheader", { name: "Time (Bogota)" });
    expect(server.last("GET sign-in-counts")).toEqual({ timeZone: "America/Bogota" });
  });

  it("has the days of UTC, and says so, where the server does not know the reader's zone", async () => {
    server = serve("super_admin", "America/Bogota");
    const unknown = { code: "validation_failed", errors: [{ pointer: "?timeZone", code: "invalid" }] };
    server.answer("GET sign-in-counts", () =>
      "timeZone" in (server.last("GET sign-in-counts") ?? {}) ? json(422, unknown) : json(200, counts),
    );
    await open("/sign-in-log");
    await screen.findByText("Days in UTC");
    await screen.findByText("Show as a table");
  });

  it("says how many of today did not come back", async () => {
    await open("/sign-in-log");
    expect(await screen.findByText("8 attempts went to Microsoft today and did not come back.")).toBeTruthy();
    screen.getByText(/People may have closed the page, still be there, or have seen an error at the provider\./);
  });

  it("follows the provider", async () => {
    await open("/sign-in-log?provider=google");
    await screen.findByText("Show as a table");
    expect(document.querySelector(".legend")?.textContent).toBe(
      "Signed in 98Asked to link 0Refused or cancelled 6Failed 0Not returned 0",
    );
    expect(screen.queryByText(/did not come back/)).toBeNull();
  });

  it("stands after the list while something is searched, so that the row is seen first", async () => {
    await open("/sign-in-log?search=maya");
    const chart = await screen.findByRole("region", { name: /^Attempts of the last/ });
    const list = screen.getByRole("region", { name: "Attempts" });
    expect(list.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it("stands before the list otherwise", async () => {
    await open("/sign-in-log?provider=google");
    const chart = await screen.findByRole("region", { name: /^Attempts of the last/ });
    const list = screen.getByRole("region", { name: "Attempts" });
    expect(list.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_PRECEDING).toBeTruthy();
  });

  it("does not take the list with it when it fails", async () => {
    server.answer("GET sign-in-counts", () => problem(500, "internal_error"));
    await open("/sign-in-log");
    await screen.findByRole("link", { name: "7F3K-92QD" });
    const card = screen.getByRole("region", { name: /^Attempts of the last/ });
    server.answer("GET sign-in-counts", () => json(200, counts));
    await userEvent.click(await within(card).findByRole("button", { name: "Try again" }));
    await screen.findByText("Show as a table");
  });
});
