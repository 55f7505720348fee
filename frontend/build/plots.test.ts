import { expect, it } from "vitest";
// @ts-expect-error: what draws the figures has no types
import { apart, plots } from "../../.ci/plots.mjs";

it("moves a label that would touch another to a row above, and ends one at its mark where the picture ends", () => {
  const rows = apart([
    { what: "stopped", left: 60 },
    { what: "started", left: 92.6 },
    { what: "promoted", left: 300 },
    { what: "the standby is promoted", left: 700 },
  ]) as { what: string; row: number; ends: boolean }[];
  const of = Object.fromEntries(rows.map(({ what, row, ends }) => [what, { row, ends }]));
  expect(of).toEqual({
    stopped: { row: 1, ends: false },
    started: { row: 0, ends: false },
    promoted: { row: 0, ends: false },
    "the standby is promoted": { row: 0, ends: true },
  });
});

it("draws how much longer something takes, and how much of that the largest organization takes alone", () => {
  const head =
    "| operation | SQLite, 100 | SQLite, 100,000 alone | SQLite, 100,000 | PostgreSQL, 100 | PostgreSQL, 100,000 alone | PostgreSQL, 100,000 |";
  const made = plots(
    `${head}\n|---|--:|--:|--:|--:|--:|--:|\n| forecast | 1.0 | 10.0 | 100.0 | 2.0 | 1,000.0 | 400.0 |`,
    { rows: [] },
  );
  const bars = (name: string) =>
    [...made[name].matchAll(/width="(\d+)" height="13" class="(\w+)"/g)].map(([, width, look]) => [
      Number(width),
      look,
    ]);
  expect(bars("scale-sqlite.svg")).toEqual([
    [290, "bar"],
    [145, "pale"],
  ]);
  expect(bars("scale-postgresql.svg")).toEqual([
    [290, "bar"],
    [290, "pale"],
  ]);
  expect(made["scale-sqlite.svg"]).toContain(">100.0 (100 ms)<");
});

it("breaks a title that is longer than its picture is wide", () => {
  const course = { step: 1, in: [1, 2, 3, 4, 5], not: [0, 0, 0, 0, 0] };
  const made = plots("", { rows: [{ id: "R1", on: "sqlite", tried: "one word after another ".repeat(7), course }] });
  const lines = [...made["R1-sqlite.svg"].matchAll(/font-weight="600">([^<]*)</g)].map(([, line]) => line);
  expect(lines.length).toBe(2);
  expect(Math.max(...lines.map((line) => line?.length ?? 0))).toBeLessThan(97);
});
