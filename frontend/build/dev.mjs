// make dev: the pages with hot reload before a running demo, and the demo built
// and started anew whenever Go changes. How: dev/main.ts.
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

await runnerImport(fileURLToPath(new URL("dev/main.ts", import.meta.url)));
