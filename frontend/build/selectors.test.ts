import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const root = "frontend/";
const files = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" }).map((file) => `src/${file}`);
const read = (file: string) => readFileSync(root + file, "utf8");
const isSource = (file: string) => /\.tsx?$/.test(file) && !/\.(test|gen)\./.test(file);
const sources = [...files.filter(isSource), "app.html", "login.html"].map(read).join("\n");
const words = new Set(sources.match(/[\w-]+/g));

it.each(files.filter((file) => file.endsWith(".css")))("%s has no rule for a class that nothing has", (file) => {
  const selectors = read(file)
    .replace(/\/\*[\s\S]*?\*\/|url\([^)]*\)|"[^"]*"/g, "")
    .replace(/\{[^{}]*\}/g, "{}");
  const classes = [...selectors.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name ?? "");
  expect(classes.filter((name) => !name.startsWith("mantine-") && !words.has(name))).toEqual([]);
});
