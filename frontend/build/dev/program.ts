import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

const binary = "bin/dev/latchkey";

interface Listener {
  runs(): void;
  failed(compiler: string): void;
}

/** The demo, built and running behind the pages. */
export class Program {
  /** When it answers, or has failed to: requests wait for that. */
  up: Promise<void>;
  readonly #port: number;
  readonly #listener: Listener;
  #process?: ChildProcess;
  #rounds: Promise<void>;
  #isNextDue = false;

  constructor(port: number, listener: Listener) {
    this.#port = port;
    this.#listener = listener;
    this.#rounds = this.#round();
    this.up = this.#rounds;
  }

  /** Builds it and starts it anew. Whatever changes while that is done is one more round. */
  renew() {
    if (this.#isNextDue) return;
    this.#isNextDue = true;
    this.#rounds = this.#rounds.then(() => {
      this.#isNextDue = false;
      return this.#round();
    });
  }

  async stop() {
    const running = this.#process;
    if (!running || !isRunning(running)) return;
    running.kill();
    await once(running, "exit");
  }

  /** What does not compile leaves the one before running. */
  async #round() {
    try {
      await promisify(execFile)("make", ["--no-print-directory", "--silent", "compile", `OUT=${binary}`]);
    } catch (error) {
      this.#listener.failed((error as { stderr: string }).stderr);
      return;
    }
    this.up = this.#start();
    await this.up;
  }

  async #start() {
    const isFirst = !this.#process;
    await this.stop();
    const started = spawn(binary, ["demo"], {
      stdio: ["ignore", isFirst ? "inherit" : "ignore", "inherit"], // its table is read once
      env: { ...process.env, DEMO_LISTEN_PORT: String(this.#port) },
    });
    this.#process = started;
    while (isRunning(started) && !(await this.#answers())) await new Promise((resolve) => setTimeout(resolve, 50));
    if (isRunning(started)) this.#listener.runs();
    else console.error("The program ended. It starts anew at the next change.");
  }

  async #answers() {
    try {
      return (await fetch(`http://127.0.0.1:${this.#port}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}

function isRunning(started: ChildProcess): boolean {
  return started.exitCode === null && started.signalCode === null;
}
