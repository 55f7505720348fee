import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { open, serve } from "../shell/testing.tsx";
import { press } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { refusedText, wrongText } from "./import-text.ts";

type UserImport = components["schemas"]["UserImport"];

const starts = "POST user-imports";
const done: UserImport = {
  id: `imp_${"i".repeat(22)}`,
  state: "finished",
  fileName: "people.csv",
  dryRun: true,
  deactivateMissing: false,
  invite: false,
  unknownColumns: [],
  rows: 1200,
  done: 1200,
  rate: 3000,
  added: 1100,
  changed: 60,
  same: 38,
  wrong: 2,
  firstWrong: [
    { row: 7, code: "validation_failed", column: "email", problem: "format" },
    { row: 9, code: "validation_failed", column: "externalId", problem: "duplicate" },
  ],
  deactivated: 0,
  createdBy: "Ana Ruiz",
  createdAt: "2026-11-24T09:58:00Z",
};
const one = `GET user-imports/${done.id}` as const;

let server: ReturnType<typeof serve>;
beforeEach(() => {
  server = serve({
    "GET user-imports": () => json(200, { items: [] }),
    [starts]: () => json(202, { ...done, state: "waiting", done: 0 }),
    [one]: () => json(200, done),
  });
});

const csv = "email,name\r\nzoe@acme.example,Zoé Kim\r\n";

async function choose(name = "people.csv", content = csv) {
  await screen.findByRole("button", { name: "Choose a file" });
  const input = document.querySelector('input[type="file"]') as HTMLInputElement;
  fireEvent.change(input, { target: { files: [new File([content], name)] } });
  await screen.findByText(name);
}

describe("importing people from a file", () => {
  it("checks the file first, shows what is wrong, and imports the very bytes that were checked", async () => {
    await open("/users/import");
    await choose();
    await press("Check the file");
    await screen.findByRole("heading", { name: "The file is checked. Nothing has changed yet" });
    expect(server.asked(starts)).toMatchObject([
      { query: { dryRun: "true", deactivateMissing: "false", invite: "false", fileName: "people.csv" }, body: csv },
    ]);
    expect(location.search).toBe(`?import=${done.id}`);
    screen.getByText("1,100");
    screen.getByRole("heading", { name: "2 rows are wrong" });
    screen.getByRole("row", { name: "7 email This is not an address like name@company.com." });
    screen.getByRole("row", { name: "9 external_id A row above has the same one." });
    server.answers[one] = () => json(200, { ...done, dryRun: false });
    await press("Import 1,198 rows");
    await waitFor(() => expect(server.asked(starts).at(-1)).toMatchObject({ query: { dryRun: "false" }, body: csv }));
  });

  it("follows one that runs, with its rate, and cancels it", async () => {
    const running = { ...done, dryRun: false, state: "running" as const, done: 600 };
    server.answers[one] = () => json(200, running);
    server.answers["GET user-imports"] = () => json(200, { items: [running] });
    await open(`/users/import?import=${done.id}`);
    await screen.findByText("Rows: 600 of 1,200, 3,000 per second");
    // The list below says the same, and goes on as often.
    server.answers["GET user-imports"] = () => json(200, { items: [{ ...running, added: 700 }] });
    await screen.findByText("700 added, 60 changed, 2 wrong", undefined, { timeout: 2_500 });
    expect(screen.getByRole("progressbar", { name: "How far it is" }).getAttribute("aria-valuenow")).toBe("50");
    server.answers[`POST user-imports/${done.id}/cancel`] = () => {
      server.answers[one] = () => json(200, { ...running, state: "cancelled" });
      return json(200, { ...running, state: "cancelled" });
    };
    await press("Cancel the import");
    await screen.findByRole("heading", { name: "The import was cancelled. What was done before is kept" });
    screen.getByRole("button", { name: "Download the report" });
  });

  it("asks before it deactivates who is not in the file", async () => {
    server.answers[one] = () => json(200, { ...done, deactivateMissing: true, missing: 12, ceiling: 40 });
    await open("/users/import");
    await choose();
    await userEvent.click(screen.getByLabelText("Deactivate everyone who is not in the file"));
    await press("Check the file");
    await press("Import 1,198 rows");
    const dialog = within(await screen.findByRole("dialog", { name: "Import, and deactivate 12 people?" }));
    expect(server.asked(starts)).toHaveLength(1);
    await userEvent.click(dialog.getByRole("button", { name: "Import and deactivate" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(server.asked(starts).at(-1)?.query).toMatchObject({ dryRun: "false", deactivateMissing: "true" });
  });

  it("says that too many are not in the file, so that nobody is deactivated and nothing is asked", async () => {
    server.answers[one] = () => json(200, { ...done, deactivateMissing: true, missing: 41, ceiling: 40 });
    await open("/users/import");
    await choose();
    await press("Check the file");
    await screen.findByText("41 active people are not in the file.");
    await press("Import 1,198 rows");
    await waitFor(() => expect(server.asked(starts)).toHaveLength(2));
  });

  it("wants a check of what is now asked for", async () => {
    await open("/users/import");
    await choose();
    await press("Check the file");
    await screen.findByRole("button", { name: "Import 1,198 rows" });
    await userEvent.click(screen.getByLabelText("Deactivate everyone who is not in the file"));
    expect(screen.queryByRole("button", { name: "Import 1,198 rows" })).toBeNull();
    screen.getByText("To import it, choose the file again and check it.");
  });

  it("sends no file where none was chosen, nor one that is too large", async () => {
    await open("/users/import");
    await press("Check the file");
    await screen.findByText("Choose a file first.");
    const input = document.querySelector('input[type="file"]') as HTMLInputElement;
    const large = Object.defineProperty(new File([""], "all.csv"), "size", { value: 64 * 1024 * 1024 + 1 });
    fireEvent.change(input, { target: { files: [large] } });
    await screen.findByText("This file is larger than 64 MB. Split it.");
    expect(server.asked(starts)).toEqual([]);
  });

  it("takes a file that is dropped, and says at the file why it was refused", async () => {
    const errors = [{ pointer: "/columns/name", code: "required" }];
    server.answers[starts] = () => problem(422, "validation_failed", { errors });
    await open("/users/import");
    const area = (await screen.findByText("or drop it here")).closest("div") as HTMLElement;
    fireEvent.drop(area, { dataTransfer: { files: [new File([csv], "crm.csv")] } });
    await screen.findByText("crm.csv");
    await press("Check the file");
    await screen.findByText("The column name is missing. The first row has to name the columns.");
  });

  it("lists the latest, each as a way to what came of it", async () => {
    const check = { ...done, id: "imp_c", deactivateMissing: true, missing: 3, ceiling: 40, fileName: "check.csv" };
    const many = { ...check, id: "imp_m", missing: 41, fileName: "half.csv" };
    const items = [{ ...done, dryRun: false, deactivated: 3 }, check, many];
    server.answers["GET user-imports"] = () => json(200, { items });
    await open("/users/import");
    const link = await screen.findByRole("link", { name: "people.csv" });
    expect(link.getAttribute("href")).toBe(`/users/import?import=${done.id}`);
    screen.getByText("1,100 added, 60 changed, 2 wrong, 3 deactivated");
    screen.getByText("1,100 would be added, 60 changed, 3 deactivated, 2 wrong");
    screen.getByText("1,100 would be added, 60 changed, 2 wrong");
    expect(screen.getAllByText("By Ana Ruiz")).toHaveLength(3);
  });

  it.each([
    [
      { state: "failed", problem: "internal_error" },
      "The check failed because of a problem on our side. Nothing has changed",
    ],
    [{ state: "failed", problem: "forbidden" }, /^The check stopped: .* Nothing has changed$/],
    [{ state: "cancelled" }, "The check was cancelled"],
  ])("says of a check that ended early that nothing has changed: %o", async (how, words) => {
    server.answers[one] = () => json(200, { ...done, ...how });
    history.replaceState(null, "", `/users/import?import=${done.id}`);
    await open(`/users/import?import=${done.id}`);
    await screen.findByRole("heading", { name: words });
  });
});

it.each([
  ["body_too_large", [], "This file is too large: up to 100,000 people and 64 MB. Split it."],
  ["body_malformed", [{ pointer: "/rows/12", code: "format" }], /from row 12 on/],
  ["body_malformed", [{ pointer: "", code: "format" }], /This is not a CSV or NDJSON file/],
  ["validation_failed", [{ pointer: "/columns/externalId", code: "duplicate" }], /column external_id is there twice/],
  ["validation_failed", [{ pointer: "/rows", code: "required" }], "There are no people in this file."],
  ["validation_failed", [{ pointer: "/columns", code: "out_of_range" }], "This file has too many columns."],
  ["validation_failed", [{ pointer: "?invite", code: "invalid" }], /no one can be invited/],
  ["busy", [], undefined],
])("a file that is refused with %s %j", (code, errors, text) => {
  const said = refusedText({ code, errors });
  if (text instanceof RegExp) expect(said).toMatch(text);
  else expect(said).toBe(text);
});

it.each([
  [{ row: 2, code: "email_taken", column: "email", problem: "taken" }, "Someone else here has this address."],
  [{ row: 2, code: "validation_failed", column: "role", problem: "invalid" }, "There is no role with this key."],
  [{ row: 2, code: "validation_failed", column: "active", problem: "invalid" }, "Use true or false."],
  [{ row: 2, code: "validation_failed", problem: "format" }, "This can't be read."],
  [{ row: 2, code: "validation_failed", column: "name", problem: "too_long" }, "This is too long."],
  [{ row: 2, code: "last_super_admin" }, /No one would be left/],
  [{ row: 2, code: "person_required" }, "This can't be imported."],
] as const)("a row that is wrong: %j", (row, text) => {
  const { problem } = wrongText(row);
  if (text instanceof RegExp) expect(problem).toMatch(text);
  else expect(problem).toBe(text);
});
