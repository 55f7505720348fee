/** One provider, and one seeded product on each engine, for all journeys. */
import pg from "pg";
import { clients } from "./people";
import { startProduct } from "./product";
import { startProvider } from "./provider";

export default async function setup() {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("the journeys need PostgreSQL: run make test, or set TEST_DATABASE_URL");
  const provider = await startProvider();
  const database = await newDatabase(server);
  const sqlite = await startProduct({ providerBase: provider.base, seeded: true });
  const postgres = await startProduct({ providerBase: provider.base, databaseUrl: database.url, seeded: true });
  for (const product of [sqlite, postgres]) await registerApplications(product.url, provider);
  process.env.JOURNEY_PROVIDER = provider.base;
  process.env.JOURNEY_SQLITE = JSON.stringify({ url: sqlite.url, env: sqlite.env });
  process.env.JOURNEY_POSTGRES = JSON.stringify({ url: postgres.url, env: postgres.env });
  return async () => {
    await Promise.all([sqlite.stop(), postgres.stop()]);
    await provider.stop();
    await database.drop();
  };
}

/** Reads each redirect URI where a super admin would be shown it: the product computes what it sends. */
async function registerApplications(url: string, provider: Awaited<ReturnType<typeof startProvider>>) {
  for (const [organization, byProvider] of Object.entries(clients)) {
    for (const [kind, clientId] of Object.entries(byProvider)) {
      const answer = await fetch(`${url}/api/v1/sign-in/sso`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ organization, provider: kind }),
      });
      const { authorizationUrl } = (await answer.json()) as { authorizationUrl: string };
      provider.register(clientId, new URL(authorizationUrl).searchParams.get("redirect_uri") ?? "");
    }
  }
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
