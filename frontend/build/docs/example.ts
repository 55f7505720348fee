import type { Contract, Media, Schema } from "./contract.ts";

/** An example of a body: the contract's own, else one that its schema describes. */
export function exampleOf(contract: Contract, media: Media): unknown {
  return media.example ?? (media.schema && made(contract, media.schema));
}

/** What stands for a text of this name: the names of one world, so that the pages tell one story. */
const texts: Record<string, string> = {
  name: "Maya Ortiz",
  label: "Acme ID",
  code: "acme",
  email: "maya@acme.example",
  id: "usr_q83vEjRWeJC83rze7e8SNA",
  userId: "usr_q83vEjRWeJC83rze7e8SNA",
  connectionId: "q83vEjRWeJC83rze7e8SNA",
  clientId: "1234-abcd.apps.googleusercontent.com",
  domain: "acme.example",
  externalId: "crm-17",
  etag: '"7"',
  provider: "google",
  issuer: "https://accounts.google.com",
  reference: "7F3K-92QD",
  ref: "7F3K-92QD",
  contactText: "Call the service desk, extension 4100.",
  savedBy: "Sofia Marin",
  by: "Sofia Marin",
  tenant: "9b1c5f0e-3f0a-4c58-9d0a-0c6a1f0e7d21",
  timeZone: "Europe/Madrid",
};

function made(contract: Contract, schema: Schema, name = "", depth = 0): unknown {
  const one = contract.resolve(schema);
  if (one.example !== undefined) return one.example;
  if (one.const !== undefined) return one.const;
  if (one.enum) return one.enum[0];
  const choice = one.oneOf?.[0] ?? one.anyOf?.[0];
  if (choice) return made(contract, choice, name, depth);
  const type = [one.type ?? (one.properties ? "object" : "string")].flat()[0];
  switch (type) {
    case "array":
      return depth > 6 ? [] : [made(contract, one.items ?? {}, name.replace(/s$/, ""), depth + 1)];
    case "object":
      return Object.fromEntries(
        Object.entries(one.properties ?? {}).map(([key, member]) => [key, made(contract, member, key, depth + 1)]),
      );
    case "integer":
    case "number":
      return one.minimum ?? 1;
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return text(one, name);
  }
}

function text(schema: Schema, name: string): string {
  if (schema.format === "date-time") return "2026-11-09T09:14:05Z";
  if (schema.format === "uri") return "https://sso.example.com/";
  return texts[name] ?? "...";
}
