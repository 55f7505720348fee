import { expect, it } from "vitest";
import { fetchCodes } from "./providers.tsx";

const sources = import.meta.glob<string>(["../**/*.ts", "../**/*.tsx", "../**/*.json"], {
  eager: true,
  query: "?raw",
  import: "default",
});
/** What is no brand's own. The guides are of brands, and texts. */
const others = Object.entries(sources).filter(
  ([path]) => !/\.test\.tsx?$|gen\.ts$|\/connections\/guides\//.test(path) && !path.startsWith("./"),
);
const where = (what: RegExp) => others.filter(([, source]) => what.test(source)).map(([path]) => path);

it("what is known of a brand stands in its descriptor: no other file compares a provider's name", () => {
  expect(others.length).toBeGreaterThan(200);
  expect(where(/[!=]== "(google|microsoft|auth0|openid|keycloak|okta|gitlab|adfs)"/)).toEqual([]);
});

it("no other file has a code of a brand, written out or by its beginning", async () => {
  const { google, microsoft } = await fetchCodes();
  const own = Object.keys({ ...google.texts, ...microsoft.texts });
  expect(own).toEqual(expect.arrayContaining(["AADSTS7000215", "org_internal", "admin_policy_enforced"]));
  const codes = new RegExp(`AADSTS|\\b(${own.join("|")})\\b`);
  for (const source of ["/AADSTS7000215/", 'word.startsWith("AADSTS")', '["org_internal"]'])
    expect(source).toMatch(codes);
  expect(where(codes)).toEqual([]);
});
