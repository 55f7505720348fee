import { expect, it } from "vitest";

const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx"], {
  eager: true,
  query: "?raw",
  import: "default",
});

/** The sign-in page has its own two logos and a word for one account: it may not load what the app knows. */
const own = ["../signin/icons.tsx", "../signin/screens/join.tsx", "../text/provider.ts"];

it("what is known of a brand stands in its descriptor: no other file compares a provider's name", () => {
  const comparing = Object.entries(sources)
    .filter(([path]) => !/\.test\.tsx?$|gen\.ts$/.test(path) && !path.startsWith("./") && !own.includes(path))
    .filter(([, source]) => /[!=]== "(google|microsoft|auth0|openid|keycloak|okta|gitlab|adfs)"/.test(source))
    .map(([path]) => path);
  expect(Object.keys(sources).length).toBeGreaterThan(200);
  expect(comparing).toEqual([]);
});
