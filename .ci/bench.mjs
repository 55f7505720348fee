// make bench: the benchmarks, with a database server that keeps its promises.
import { spawnSync } from "node:child_process";
import { startPostgres } from "./postgres.mjs";

const database = await startPostgres({ durable: true });
try {
  const { status } = spawnSync(
    "go",
    ["test", "./api/e2e", "-run", "^$", "-bench", ".", "-benchtime", process.env.BENCHTIME ?? "2000x", "-timeout", "20m"],
    { stdio: "inherit", env: { ...process.env, TEST_DATABASE_URL: database.url } },
  );
  process.exitCode = status ?? 1;
} finally {
  database.stop();
}
