/** What a journey may do to the world beside the browser: the operator's commands, the provider's accounts, the messages. */
import { createHash } from "node:crypto";
import { expect } from "@playwright/test";
import type { Message } from "./mailbox";
import { type Account, accounts } from "./people";
import { apply, bypassLink } from "./product";
import type { ClientChange } from "./registry";
import { redirectUriOf } from "./start";

export interface World {
  url: string;
  engine: string;
  /** The other sites that a journey goes to. */
  sites: string[];
  apply(document: string): void;
  /** The operator's one-time link for a super admin. */
  bypassLink(organization: string, email: string): string;
  changeAccount(email: string, change: Partial<Account>): Promise<void>;
  /** Makes or changes what the provider and the names know. */
  account(account: Account): Promise<void>;
  client(change: ClientChange): Promise<void>;
  record(name: string, value: string): Promise<void>;
  /** The message to an address with this subject, as soon as it is there. */
  message(to: string, subject: string | RegExp): Promise<Message>;
  /** Makes the client of an enabled connection known at the provider. */
  registerClient(organization: string, provider: string, id: string): Promise<void>;
}

/** The product that runs on an engine. */
export function worldOn(engine: string): World {
  const { url, env } = JSON.parse(process.env[`JOURNEY_${engine.toUpperCase()}`] ?? "{}");
  const client = (change: ClientChange) => tell("client", change);
  return {
    url,
    engine,
    sites: [process.env.JOURNEY_PROVIDER ?? ""],
    apply: (document) => apply(env, document),
    bypassLink: (organization, email) => bypassLink(env, organization, email),
    changeAccount,
    account: (account) => tell("account", account),
    client,
    record: (name, value) => tell("record", { name, value }),
    message: (to, subject) => messageTo(url, to, subject),
    registerClient: async (organization, provider, id) =>
      client({ id, redirectUri: await redirectUriOf(url, organization, provider) }),
  };
}

async function changeAccount(email: string, change: Partial<Account>) {
  await tell("account", { ...accounts.find((a) => a.email === email), ...change });
}

async function tell(what: "account" | "client" | "record", change: object) {
  const answer = await fetch(`${process.env.JOURNEY_PROVIDER}/__${what}`, {
    method: "POST",
    body: JSON.stringify(change),
  });
  expect(answer.status).toBe(204);
}

/** Whether no journey, of whatever worker, has asked this before. */
export async function isFirst(question: string): Promise<boolean> {
  const of = createHash("sha256").update(question).digest("hex");
  const body = JSON.stringify({ of });
  const answer = await fetch(`${process.env.JOURNEY_PROVIDER}/__first`, { method: "POST", body });
  return answer.json();
}

/** The newest message of a product to an address with this subject. */
async function messageTo(product: string, to: string, subject: string | RegExp): Promise<Message> {
  let found: Message | undefined;
  await expect(async () => {
    const body = JSON.stringify({ to });
    const answer = await fetch(`${process.env.JOURNEY_PROVIDER}/__messages`, { method: "POST", body });
    const messages = ((await answer.json()) as Message[]).filter((message) => message.text.includes(product));
    found = messages.findLast((message) => message.subject.search(subject) >= 0);
    expect(messages.map((message) => message.subject)).toContainEqual(found?.subject ?? subject);
  }).toPass({ timeout: 20_000 });
  return found as Message;
}
