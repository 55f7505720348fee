import type { Plugin } from "vite";
import { readCatalogue } from "./catalogues.ts";

const catalogue = `${import.meta.dirname}/../src/signin/texts/login.en.json`;

/** Ids that code puts together are not found in it and stay as they are. */
const together = /^notice\./;

/**
 * Gives the texts of the sign-in page ids of two letters in the build, in its catalogue and wherever its code has them:
 * they weigh a tenth of a kilobyte of the fifteen that the page may have (size.mjs).
 */
export function shortIds(): Plugin {
  let short: Map<string, string>;
  return {
    name: "short-ids",
    apply: "build",
    enforce: "pre",
    buildStart() {
      short = shortOf(Object.keys(readCatalogue(catalogue) as object));
    },
    transform(code, id) {
      if (!id.includes("/src/signin/")) return null;
      const put = putTogether(code, [...short.keys()]);
      if (put) this.error(`${put} is put together: what begins so has to be among what keeps its ids (short-ids.ts)`);
      return { code: withShortIds(code, short), map: null };
    },
  };
}

/** A short id for each that has parts: one that is a mere word may be something else in code. */
export function shortOf(ids: string[]): Map<string, string> {
  const long = ids.filter((id) => id.includes(".") && !together.test(id));
  return new Map(long.map((id, i) => [id, `t${i.toString(36)}`]));
}

export function withShortIds(code: string, short: Map<string, string>): string {
  return code.replace(/"([\w.-]+)"/g, (literal, id: string) => (short.has(id) ? `"${short.get(id)}"` : literal));
}

/** The beginning of an id that code puts together from one of these. */
export function putTogether(code: string, ids: string[]): string | undefined {
  const begins = [...code.matchAll(/`([\w.-]+\.)\$\{/g)].map(([, begin = ""]) => begin);
  return begins.find((begin) => ids.some((id) => id.startsWith(begin)));
}
