/** One provider, and one seeded product on each engine, for all journeys. */
import pg from "pg";
import { startDeployment } from "./deployment";

export default async function setup() {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("the journeys need PostgreSQL: run make test, or set TEST_DATABASE_URL");
  const database = await newDatabase(server);
  const stop = await startDeployment({ sqlite: undefined, postgres: database.url });
  return async () => {
    await stop();
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
