// The plots of docs/results.md: small SVGs of what was measured, readable in light and in dark. make attack, make fault,
// make bench and make bench-scale write them anew; node .ci/plots.mjs does it alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = "docs/plots";
const wide = 720;

/** All plots by their file names: of the tables of docs/results.md, and of the courses of results/fault.json. */
export function plots(results, faults) {
  const made = {};
  const rates = tableAfter(results, "| measured at once, one run |").filter(([name]) => name.startsWith("sign-ins per second"));
  const bars = rates.flatMap(([name, ...engines]) =>
    ["PostgreSQL", "SQLite"].flatMap((engine, n) => {
      const [product, least] = (engines[n] ?? "").replaceAll(/(\d),(\d{3})/g, "$1$2").split(",").map(Number.parseFloat);
      const people = name.replace("sign-ins per second, ", "");
      return [
        { name: `${engine}, ${people}`, value: product, words: `${thousands(product)}` },
        { name: "the least program", value: least, words: `${thousands(least)}`, pale: true },
      ];
    }),
  );
  if (bars.length > 0) made["sign-ins.svg"] = barsOf("Sign-ins per second, beside the least program that does the job", bars);
  for (const [engine, first] of [["SQLite", 1], ["PostgreSQL", 4]]) {
    const ratios = tableAfter(results, "| operation | SQLite, 100 |").map((row) => {
      const [small, alone, large] = row.slice(first, first + 3).map((cell) => Number.parseFloat(cell.replace(",", "")));
      const times = (n) => Math.log10(Math.max(1, n / small));
      return {
        name: row[0], value: times(large), own: Math.min(times(alone), times(large)), words: `${(large / small).toFixed(1)} (${large} ms)`, loud: /fails/.test(row[first + 2]),
      };
    });
    const title = `${engine}: how many times as long with 1,000,000 people as with 100 (logarithmic; pale: 100,000 alone already, what is beyond its bound is red)`;
    if (ratios.length > 0) made[`scale-${engine.toLowerCase()}.svg`] = barsOf(title, ratios);
  }
  for (const row of faults.rows) {
    if (row.course && row.course.in.length > 4) made[`${row.id}-${row.on}${variant(faults.rows, row)}.svg`] = courseOf(`${row.id} ${row.tried}`, row.course);
  }
  return made;
}

/** Of several rows of one id and engine, which one. */
function variant(rows, row) {
  const same = rows.filter(({ id, on, course }) => id === row.id && on === row.on && course);
  return same.length > 1 ? `-${same.indexOf(row) + 1}` : "";
}

/** The rows of the table whose head begins so, without its head. */
function tableAfter(text, head) {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith(head));
  const rows = [];
  for (const line of at < 0 ? [] : lines.slice(at + 2)) {
    if (!line.startsWith("|")) break;
    rows.push(line.split("|").slice(1, -1).map((cell) => cell.trim()));
  }
  return rows;
}

function barsOf(title, bars) {
  const most = Math.max(...bars.map(({ value }) => value), 0.001);
  const rows = bars.map(({ name, value, own = 0, words, pale, loud }, n) => {
    const long = (part) => Math.round((290 * part) / most);
    const width = Math.max(1, long(value));
    const y = 30 + n * 18;
    return `<text x="282" y="${y + 11}" text-anchor="end">${escaped(name)}</text><rect x="290" y="${y}" width="${width}" height="13" class="${loud ? "loud" : pale ? "pale" : "bar"}"/>${own > 0 ? `<rect x="290" y="${y}" width="${long(own)}" height="13" class="pale"/>` : ""}<text x="${296 + width}" y="${y + 11}">${escaped(words)}</text>`;
  });
  return svg(title, 40 + bars.length * 18, rows);
}

/** Who got in, and below the line who did not, column by column. */
function courseOf(title, { step, in: came, not, marks = [] }) {
  const most = Math.max(...came, ...not, 1);
  const width = (wide - 60) / came.length;
  const x = (n) => (40 + n * width).toFixed(1);
  const height = (n) => ((70 * n) / most).toFixed(1);
  const drawn = came.flatMap((n, i) => [
    n > 0 ? `<rect x="${x(i)}" y="${(120 - Number(height(n))).toFixed(1)}" width="${(width * 0.85).toFixed(1)}" height="${height(n)}" class="bar"/>` : "",
    not[i] > 0 ? `<rect x="${x(i)}" y="121" width="${(width * 0.85).toFixed(1)}" height="${height(not[i])}" class="loud"/>` : "",
  ]);
  const labels = apart(marks.filter(({ what }, n) => marks.findIndex((one) => one.what === what) === n).map(({ at, what }) => ({ at, what, left: 40 + (at / step) * width })));
  for (const { at } of marks) drawn.push(`<path d="M${(40 + (at / step) * width).toFixed(1)} 44V190" class="mark"/>`);
  for (const { what, left, row, ends } of labels) {
    const y = 40 - row * 14;
    if (row > 0) drawn.push(`<path d="M${left.toFixed(1)} ${y + 4}V44" class="mark"/>`);
    drawn.push(`<text x="${left.toFixed(1)}" y="${y}"${ends ? ' text-anchor="end"' : ""} class="small">${escaped(what)}</text>`);
  }
  const seconds = Math.round(came.length * step);
  drawn.push(
    `<path d="M40 120.5H${wide - 20}" class="axis"/><text x="36" y="58" text-anchor="end" class="small">${most}</text><text x="36" y="124" text-anchor="end" class="small">0</text>`,
    `<text x="40" y="206" class="small">0 s</text><text x="${wide - 20}" y="206" text-anchor="end" class="small">${seconds} s; above the line who got in, below it who did not, each ${step} s</text>`,
  );
  return svg(title, 214, drawn.filter(Boolean), 14 * Math.max(0, ...labels.map(({ row }) => row)));
}

/**
 * The labels from the last to the first, each in the lowest row where it touches none after it, so that the line down
 * from a higher one runs through no other's words. One that would leave the picture ends at its mark.
 */
export function apart(labels) {
  const taken = [];
  return labels.toSorted((a, b) => b.left - a.left).map((label) => {
    const length = label.what.length * 6.5; // on average a letter of 11 px is narrower
    const ends = label.left + length > wide - 8;
    const [from, to] = ends ? [label.left - length, label.left] : [label.left, label.left + length];
    const found = taken.findIndex((row) => row.every((one) => to + 6 < one.from || one.to + 6 < from));
    const row = found < 0 ? taken.push([]) - 1 : found;
    taken[row].push({ from, to });
    return { ...label, row, ends };
  });
}

/** The words of a title in as many lines as they need. */
function linesOf(title) {
  const lines = [""];
  for (const word of title.split(" ")) {
    if (`${lines.at(-1)} ${word}`.length > 96) lines.push(word);
    else lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines;
}

/** Its parts are drawn below a title of one line; what it has above that moves them down. */
function svg(title, drawing, parts, above = 0) {
  const lines = linesOf(title);
  const down = 16 * (lines.length - 1) + above;
  const height = drawing + down;
  const body = parts.join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${height}" width="${wide}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>text{font:12px system-ui,sans-serif;fill:#1f2328}.small{font-size:11px;fill:#59636e}.bar{fill:#2a78d6}.pale{fill:#a9c7ee}.loud{fill:#c2410c}.axis,.mark{stroke:#8b949e;fill:none}.mark{stroke-dasharray:2 3}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9da7b1}.bar{fill:#4e97ee}.pale{fill:#33506f}.loud{fill:#f08a5d}}</style>
${lines.map((line, n) => `<text x="8" y="${18 + 16 * n}" font-weight="600">${escaped(line)}</text>`).join("\n")}
${down > 0 ? `<g transform="translate(0 ${down})">\n${body}\n</g>` : body}
</svg>
`;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const thousands = (n) => n.toLocaleString("en");

/** Writes those whose figures there are. */
export function writePlots() {
  mkdirSync(folder, { recursive: true });
  const faults = existsSync("results/fault.json") ? JSON.parse(readFileSync("results/fault.json", "utf8")) : { rows: [] };
  for (const [name, text] of Object.entries(plots(readFileSync("docs/results.md", "utf8"), faults))) writeFileSync(`${folder}/${name}`, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writePlots();
