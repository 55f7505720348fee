/** What a journey brings for itself alone: an organization, as an operator writes it, and accounts at the provider. */
import { randomUUID } from "node:crypto";
import { type Account, tenant } from "./people";

/** An account whose subject comes from its address. */
export function accountAt(provider: Account["provider"], email: string, extra: Partial<Account> = {}): Account {
  const [name = "", domain = ""] = email.split("@");
  const claims = {
    google: { hd: domain, email_verified: true },
    microsoft: { tid: tenant, oid: randomUUID() },
    openid: { email_verified: true },
  }[provider];
  return { provider, sub: `${name}-at-${domain}`, email, name, ...claims, ...extra };
}

/** An organization of one journey with an enabled Google connection, locked to its domain. */
export const withGoogle = (code: string, clientId: string, people: string[], name = nameOf(code)) => `
organizations:
  - code: ${code}
    name: ${name}
    contactText: Ask at the front desk.
    connections:
      - provider: google
        state: enabled
        clientId: ${clientId}
        secret: { env: JOURNEY_SECRET }
        lockedTo: [${code}.example]
    people:
${people.join("\n")}
`;

/** An organization of one journey that has set nothing up. */
export const withNothing = (code: string, people: string[]) => `
organizations:
  - code: ${code}
    name: ${nameOf(code)}
    people:
${people.join("\n")}
`;

/** How the organizations of journeys are called. */
export const nameOf = (code: string) => code.charAt(0).toUpperCase() + code.slice(1);
