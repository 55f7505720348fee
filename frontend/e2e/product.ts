/** Starts the built binary, as an operator would. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { secret, world } from "./people";

const binary = resolve(import.meta.dirname, "../../bin/latchkey");

/** The binary at work. */
export interface Program {
  url: string;
  /** How it was started: what `apply` needs. */
  env: NodeJS.ProcessEnv;
  /** What the program printed. */
  output(): string;
  stop(): Promise<void>;
}

export interface Settings {
  providerBase: string;
  databaseUrl?: string;
  /** Who is asked for the records of domains. */
  dnsServer?: string;
  /** Who takes its mails; without one it sends none. */
  smtpUrl?: string;
  /** Whether to apply the world of people.ts. */
  seeded: boolean;
}

export async function startProduct({
  providerBase,
  databaseUrl,
  dnsServer,
  smtpUrl,
  seeded,
}: Settings): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-journey-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    LATCHKEY_LISTEN: `localhost:${port}`,
    LATCHKEY_PUBLIC_URL: url,
    LATCHKEY_DATA_DIR: folder,
    LATCHKEY_GOOGLE_ISSUER: `${providerBase}/google`,
    LATCHKEY_MICROSOFT_AUTHORITY: `${providerBase}/microsoft`,
    LATCHKEY_OUTBOUND_ALLOW: "127.0.0.1/32",
    LATCHKEY_SHUTDOWN_DELAY: "0s",
    JOURNEY_SECRET: secret,
    JOURNEY_EXPIRED_SECRET: "a secret that expired",
  };
  if (dnsServer) Object.assign(env, { LATCHKEY_DNS_SERVER: dnsServer, LATCHKEY_GENERIC_PROVIDERS: "true" });
  if (smtpUrl)
    Object.assign(env, { LATCHKEY_SMTP_URL: smtpUrl, LATCHKEY_MAIL_FROM: "Latchkey <sso@latchkey.example>" });
  if (databaseUrl) {
    env.LATCHKEY_DATABASE_URL = databaseUrl;
    env.LATCHKEY_ENCRYPTION_KEYS = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
  }
  if (seeded) apply(env, world);
  return startProgram("serve", url, env);
}

/** Runs a command that serves, until it is ready at its address. */
export async function startProgram(command: "serve" | "demo", url: string, env: NodeJS.ProcessEnv): Promise<Program> {
  const child = spawn(binary, [command], { env, stdio: ["ignore", "pipe", "pipe"] });
  mkdirSync(resolve(import.meta.dirname, "results"), { recursive: true });
  const log = resolve(import.meta.dirname, `results/product-${new URL(url).port}.log`);
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
      appendFileSync(log, chunk);
    });
  }
  await ready(`${url}/readyz`, child, () => printed);
  return { url, env, output: () => printed, stop: () => stop(child) };
}

/** Runs `latchkey apply` against the database of a running product; a journey may change who somebody is. */
export function apply(env: NodeJS.ProcessEnv, document: string) {
  const options = ["-f", "-", "--allow-identity-changes"];
  execFileSync(binary, ["apply", ...options], { env, input: document, stdio: ["pipe", "ignore", "inherit"] });
}

/** Runs `latchkey bypass` and gives the link that it prints. */
export function bypassLink(env: NodeJS.ProcessEnv, organization: string, email: string) {
  const options = ["--organization", organization, "--email", email];
  return execFileSync(binary, ["bypass", ...options], { env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

async function ready(url: string, child: ChildProcess, output: () => string) {
  for (let i = 0; i < 200; i++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the product did not start:\n${output()}`);
}

function stop(child: ChildProcess) {
  return new Promise<void>((done) => {
    if (child.exitCode !== null) return done();
    child.on("exit", () => done());
    child.kill("SIGTERM");
  });
}

export function freePort(host = "localhost"): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on("error", fail);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
