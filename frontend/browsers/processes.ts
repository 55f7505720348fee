/** Starts the programs of the browsers, and ends them. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Running {
  child: ChildProcess;
  /** Everything that it prints, line by line. */
  onLine(told: (line: string) => void): void;
  stop(): Promise<void>;
}

export function start(program: string, options: string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(program, options, { env, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const told: ((line: string) => void)[] = [];
  for (const stream of [child.stdout, child.stderr, child.stdio[3]]) {
    let rest = "";
    stream?.on("data", (chunk) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) for (const tell of told) tell(line);
    });
  }
  return { child, onLine: (tell) => told.push(tell), stop: () => stop(child) };
}

/** The first group of the first line that fits, or what it printed instead. */
export function lineOf(running: Running, fits: RegExp): Promise<string> {
  const printed: string[] = [];
  return new Promise((done, fail) => {
    const end = (why: string) => fail(new Error(`${running.child.spawnfile} ${why}:\n${printed.join("\n")}`));
    const timer = setTimeout(() => end("does not start"), 60_000);
    running.child.on("error", (error) => end(error.message));
    running.child.on("exit", () => end("ended"));
    running.onLine((line) => {
      printed.push(line);
      const found = fits.exec(line);
      if (!found) return;
      clearTimeout(timer);
      done(found[1] ?? "");
    });
  });
}

function stop(child: ChildProcess) {
  return new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
    child.on("exit", () => {
      clearTimeout(timer);
      done();
    });
    child.kill("SIGTERM");
  });
}

/** A home of its own, so that nobody's settings are read or changed. */
export function newHome() {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-browser-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }) };
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
