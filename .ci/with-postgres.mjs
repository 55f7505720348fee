// Runs a command with a PostgreSQL of its own, which TEST_DATABASE_URL names to
// it: node .ci/with-postgres.mjs [--durable] go test ./api/store
import { spawnSync } from "node:child_process";
import { startPostgres } from "./postgres.mjs";

const args = process.argv.slice(2);
const durable = args[0] === "--durable";
const [command, ...rest] = durable ? args.slice(1) : args;

const database = await startPostgres({ durable });
try {
  const { status } = spawnSync(command, rest, {
    stdio: "inherit",
    env: { ...process.env, TEST_DATABASE_URL: database.url },
  });
  process.exitCode = status ?? 1;
} finally {
  database.stop();
}
