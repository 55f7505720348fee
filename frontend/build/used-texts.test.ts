import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import attempts from "../src/text/attempts.en.json";
import { englishCatalogues } from "./catalogues.ts";
import { notSaid } from "./used-texts.ts";

const frontend = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(file, "utf8");
const inFolder = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file))
    .map((file) => join(folder, file));

/** Each source of the pages with its text; the documents that are not drawn by one say texts, too. */
const documents = ["app.html", "login.html"].map((one) => join(frontend, one));
const ours = inFolder(join(frontend, "src"), /\.tsx?$/).filter((file) => !/\.test\.|\/testing|\.gen\./.test(file));
const sources = new Map([...ours, ...documents].map((file) => [file, read(file)]));

function importsOf(file: string): string[] {
  const paths = (sources.get(file) ?? "").matchAll(/from "(\.[^"]+)"/g);
  return [...paths].map(([, path = ""]) => resolve(dirname(file), path));
}
const importing = (what: string) => ours.filter((file) => importsOf(file).includes(what));

/** The sources that say texts of a catalogue, by themselves or by a speaker, which is beside it; with what they import, which may name ids. */
function speakersOf(catalogue: string): string[] {
  if (catalogue.endsWith("/html.en.json")) return documents;
  const direct = importing(catalogue);
  const all = [...direct, ...direct.filter((file) => /\/texts?\//.test(file)).flatMap(importing)];
  return [...new Set([...all, ...all.flatMap(importsOf).filter((file) => sources.has(file))])];
}

const catalogueOf = (name: string) => JSON.parse(read(join(frontend, "src", `${name}.en.json`)));

/** What is said by a code, of which text/catalogues.test.ts and the tests below hold that the server sends it, or read by its name. */
const notById = ["problems", "refusals", "app-problems", "field-errors", "language", "lists"];

describe("every text is said somewhere", () => {
  const name = (file: string) => relative(join(frontend, "src"), file).replace(".en.json", "");
  const isFlat = (of: string) => Object.values(catalogueOf(of)).every((one) => typeof one === "string");
  const all = englishCatalogues().map(name);
  it.each(all.filter((of) => isFlat(of) && !notById.some((one) => of === `text/${one}`)))("of %s", (of) => {
    const texts = speakersOf(join(frontend, "src", `${of}.en.json`)).map((file) => sources.get(file) as string);
    expect(notSaid(Object.keys(catalogueOf(of)), texts)).toEqual([]);
  });

  it("in whole, or composed of what is fixed", () => {
    const said = [
      'say("a.b"); say.count("tries", 1)',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a source is a text here
      'say(`state.${state}`); say(`card.${one}.why`); to = "off"; say(`${to}.done`)',
      "<p>{page.a}</p>",
    ];
    expect(notSaid(["a.b", "tries", "state.on", "card.x.why", "off.done", "page.a"], said)).toEqual([]);
    const dead = ["a", "a.bc", "stat", "state.", "card.x.what", "on.done", "page"];
    expect(notSaid(dead, said)).toEqual(dead);
  });
});

describe("every code that has a text is one that the server sends", () => {
  const go = inFolder(join(frontend, "../api"), /\.go$/).filter((file) => !/_test\.go$|\.gen\.go$/.test(file));
  const strings = go.flatMap((file) => read(file).match(/"[^"\n]*"|`[^`]*`/g) ?? []);
  const words = new Set(strings.flatMap((one) => one.match(/\w+/g) ?? []));
  const checks = catalogueOf("connectiontest/texts/checks");
  const changes = catalogueOf("signinlog/texts/changes");
  const reasons = Object.values(attempts.byReason).flatMap((one) => Object.keys(one));
  /** A finding may be of one check alone, or of one code: "lock.other_tenant", "token_answer.code_rejected". */
  const findings = Object.keys(checks.findings).flatMap((one) => one.split("."));

  it.each<[string, string[]]>([
    ["reason of an attempt", reasons],
    ["refused request of an application", Object.keys(attempts.requests)],
    ["reason of a forecast", Object.keys(catalogueOf("text/outcomes").reasons)],
    ["finding of a test", findings],
    ["failed call to a provider", Object.keys(checks.calls)],
    ["field of a change", Object.keys(changes.fields)],
    ["value of a change", Object.values<object>(changes.values).flatMap((one) => Object.keys(one))],
    ["wrong field", Object.keys(catalogueOf("text/field-errors"))],
  ])("%s", (_, codes) => {
    // What a call failed at is said after its step, "token_dns"; which way a secret was accepted after "auth_"; and how
    // sure a finding is, the pages find themselves.
    const bare = (code: string) => code.replace(/^(discovery|keys|token|userinfo|auth)_/, "");
    const isSent = (code: string) =>
      words.has(code) || words.has(bare(code)) || strings.includes(`"${code}"`) || code === "certain";
    expect(codes.filter((code) => !isSent(code))).toEqual([]);
  });
});
