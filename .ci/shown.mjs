// make attack and make fault: runs the rows of TestAttack or TestFault, prints their table, keeps what
// came of them in results/, and writes the page of results from it.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { writePlots } from "./plots.mjs";
import { startPostgres } from "./postgres.mjs";
import { pattern } from "./rows.mjs";

const what = process.argv[2];
const rows = { attack: "TestAttack", fault: "TestFault" }[what];
if (!rows) throw new Error("attack or fault?");
const only = process.env.ROWS; // a part of them, such as sqlite/B04|postgres/B04 or R0.*, which takes the place of what was kept of it
mkdirSync("bin", { recursive: true });
mkdirSync("results", { recursive: true });
const fresh = `bin/${what}.json`;
rmSync(fresh, { force: true });
const program = resolve(`bin/${what}.test`);
execFileSync("go", ["test", "-c", "-vet=off", "-trimpath", `-tags=nomsgpack,${what}`, "-o", program, "./api/e2e"], {
  stdio: "inherit",
  env: { ...process.env, CGO_ENABLED: "0" },
});

/** The commit of the version before, for what upgrades and goes back: the newest one of the changelog. */
const before = readFileSync("CHANGELOG.md", "utf8").match(/^## \d.*\(([0-9a-f]{7,})\)$/m)?.[1] ?? "";
const database = await startPostgres();
let status = 1;
try {
  ({ status } = spawnSync(program, [`-test.run=${pattern(rows, only)}`, "-test.timeout=90m"], {
    cwd: "api/e2e",
    stdio: "inherit",
    env: {
      LATCHKEY_ROUNDS: "20",
      LATCHKEY_BEFORE: before,
      ...process.env,
      TEST_DATABASE_URL: database.url,
      LATCHKEY_RESULTS: resolve(fresh),
    },
  }));
} finally {
  database.stop();
}
keep();
writeFileSync("results/README.md", page());
writePlots();
process.exit(status ?? 1);

/** Keeps what this run has found: all of it, or the rows that it ran in the place of those before. */
function keep() {
  const path = `results/${what}.json`;
  const run = existsSync(fresh) ? JSON.parse(readFileSync(fresh, "utf8")) : { rows: [] };
  if (only && existsSync(path)) {
    const same = (a) => (b) => a.id === b.id && a.on === b.on && a.tried === b.tried;
    const kept = JSON.parse(readFileSync(path, "utf8")).rows;
    const others = kept.filter((row) => !run.rows.some(same(row)) && (run.known ?? []).some(same(row)));
    run.rows = [...others, ...run.rows].sort((a, b) => a.id.localeCompare(b.id) || a.on.localeCompare(b.on));
  }
  delete run.known;
  if (run.rows.length > 0) writeFileSync(path, `${JSON.stringify(run, null, 1)}\n`);
}

/** The page of results, of what was run last. */
function page() {
  const parts = [
    ["attack", "Attacks", "Each is tried against the real binary behind TLS, with a provider that lies, on both engines. At the end of each row there are no more sessions, accounts and people than were given, every refusal is one row in the log of sign-ins and one line in the operator's log, and no secret, code or token that the row has seen is in an answer, a log or the database; J01 looks for all of them. *tests* are rows that need a clock, a browser or a part alone. The ids are those of `api/e2e/testdata/ids.txt`, and a test holds that none is left out."],
    ["fault", "Faults", "The database, the provider, the network and the process are broken while people sign in to the real binary. After each run nobody is somebody else, nobody is linked twice, and no answer was an error of ours."],
  ];
  const text = parts.filter(([name]) => existsSync(`results/${name}.json`)).map(([name, title, about]) => section(name, title, about));
  return `# What was tried, and what came of it\n\nWritten by \`make attack\` and \`make fault\`; \`ROWS=R0.* make fault\` runs a part, whose rows take the place of those before.\n\n${text.join("\n")}`;
}

function section(name, title, about) {
  const { machine, rows: all } = JSON.parse(readFileSync(`results/${name}.json`, "utf8"));
  const tried = all.filter((row) => row.on !== "apart");
  const passed = tried.filter((row) => row.passed).length;
  const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const by = (row) => (row.by ? row.by.split(" ").map((test) => `\`${test}\``).join(" ") : row.figure ?? "");
  const verdict = (row) => (row.passed ? "holds" : row.on === "apart" ? "see there" : "**does not hold**");
  const line = (row) => `| ${row.id} | ${cell(row.tried)} | ${row.on} | ${verdict(row)} | ${cell(by(row))} |`;
  return `## ${title}\n\n${about}\n\n${passed} of ${tried.length} hold. ${machine}.\n\n| id | what was tried | on | | figure, or the tests |\n|---|---|---|---|---|\n${all.map(line).join("\n")}\n`;
}
