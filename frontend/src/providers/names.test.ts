import { expect, it } from "vitest";

const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx"], {
  eager: true,
  query: "?raw",
  import: "default",
});

it("what is known of a brand stands in its descriptor: no other file compares a provider's name", () => {
  const comparing = Object.entries(sources)
    .filter(([path]) => !/\.test\.tsx?$|gen\.ts$/.test(path) && !path.startsWith("./"))
    .filter(([, source]) => /[!=]== "(google|microsoft|auth0|openid|keycloak|okta|gitlab|adfs)"/.test(source))
    .map(([path]) => path);
  expect(Object.keys(sources).length).toBeGreaterThan(200);
  expect(comparing).toEqual([]);
});
