/** Starts the demo, as `make run` does: product, provider and CRM, each a site of its own. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Program, startProgram } from "./product";

export interface Demo extends Program {
  provider: string;
  crm: string;
}

export async function startDemo(): Promise<Demo> {
  const [port, providerPort, crmPort] = await Promise.all([freePort(), freePort("127.0.0.1"), freePort("127.0.0.1")]);
  const url = `http://localhost:${port}`;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    PORT: String(port),
    DEMO_PROVIDER_PORT: String(providerPort),
    DEMO_CRM_PORT: String(crmPort),
    LATCHKEY_PUBLIC_URL: url, // for what an operator does beside it
    LATCHKEY_DATA_DIR: mkdtempSync(join(tmpdir(), "latchkey-demo-")),
  };
  const program = await startProgram("demo", url, env);
  return { ...program, provider: `http://127.0.0.1:${providerPort}`, crm: `http://crm.localhost:${crmPort}` };
}
