/** One provider, and one seeded product on each engine, for all journeys. */
import pg from "pg";
import { startMailbox } from "./mailbox";
import { startNames } from "./names";
import { clients } from "./people";
import { startProduct } from "./product";
import { startProvider } from "./provider";
import { changeClient, newRegistry } from "./registry";
import { redirectUriOf } from "./start";

export default async function setup() {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("the journeys need PostgreSQL: run make test, or set TEST_DATABASE_URL");
  const registry = newRegistry();
  const provider = await startProvider(registry);
  const names = await startNames(registry);
  const mailbox = await startMailbox(registry.letters);
  const database = await newDatabase(server);
  const settings = { providerBase: provider.base, dnsServer: names.address, smtpUrl: mailbox.url, seeded: true };
  const sqlite = await startProduct(settings);
  const postgres = await startProduct({ ...settings, databaseUrl: database.url });
  for (const { url } of [sqlite, postgres])
    for (const [organization, byProvider] of Object.entries(clients))
      for (const [kind, id] of Object.entries(byProvider))
        changeClient(registry, { id, redirectUri: await redirectUriOf(url, organization, kind) });
  process.env.JOURNEY_PROVIDER = provider.base;
  process.env.JOURNEY_SQLITE = JSON.stringify({ url: sqlite.url, env: sqlite.env });
  process.env.JOURNEY_POSTGRES = JSON.stringify({ url: postgres.url, env: postgres.env });
  return async () => {
    await Promise.all([sqlite.stop(), postgres.stop()]);
    await Promise.all([provider.stop(), names.stop(), mailbox.stop()]);
    await database.drop();
  };
}

async function newDatabase(server: string) {
  const name = `journeys_${process.pid}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}
