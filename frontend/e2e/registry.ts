/**
 * What the provider, the names and the mailbox of the journeys know. Journeys
 * change it while it runs, by POST to the provider: /__account, /__client,
 * /__record; /__messages gives the messages to an address, /__first whether
 * something is asked for the first time.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Message } from "./mailbox";
import { type Account, accounts, secret } from "./people";

/** What a journey says of a client; what it leaves out stays. */
export interface ClientChange {
  id: string;
  secret?: string;
  /** One more address to come back to. */
  redirectUri?: string;
}

export interface Registry {
  accounts: Account[];
  clients: Map<string, { secret: string; redirectUris: string[] }>;
  /** TXT records by name. */
  records: Map<string, string>;
  messages: Message[];
  /** What a journey has asked whether it is the first. */
  asked: Set<string>;
}

export function newRegistry(): Registry {
  return { accounts: [...accounts], clients: new Map(), records: new Map(), messages: [], asked: new Set() };
}

export function changeClient({ clients }: Registry, change: ClientChange) {
  const client = clients.get(change.id) ?? { secret, redirectUris: [] };
  const { redirectUri } = change;
  clients.set(change.id, {
    secret: change.secret ?? client.secret,
    redirectUris: redirectUri ? [...client.redirectUris, redirectUri] : client.redirectUris,
  });
}

/** An account with the same subject is changed, another one is new. */
function changeAccount({ accounts }: Registry, change: Account) {
  const account = accounts.find((one) => one.provider === change.provider && one.sub === change.sub);
  if (account) Object.assign(account, change);
  else accounts.push(change);
}

/** Takes a change, if the path is that of one. */
export async function control(registry: Registry, path: string, req: IncomingMessage, res: ServerResponse) {
  if (!path.startsWith("/__")) return false;
  const change = JSON.parse(await textOf(req));
  if (path === "/__messages")
    return say(
      registry.messages.filter((message) => message.to === change.to),
      res,
    );
  if (path === "/__first") {
    const before = registry.asked.size;
    return say(registry.asked.add(change.of).size > before, res);
  }
  if (path === "/__account") changeAccount(registry, change);
  else if (path === "/__client") changeClient(registry, change);
  else registry.records.set(change.name, change.value);
  res.writeHead(204).end();
  return true;
}

function say(answer: unknown, res: ServerResponse) {
  res.writeHead(200, { "Content-Type": "application/json" });
  res.end(JSON.stringify(answer));
  return true;
}

export async function textOf(req: IncomingMessage) {
  let text = "";
  for await (const chunk of req) text += chunk;
  return text;
}
