// make deploy-check: lints the Helm chart, renders it into deploy/helm/rendered, and checks and
// tries the alert rules. Helm and promtool are compiled the first time, which takes minutes.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const chart = "helm/latchkey";
process.chdir("deploy");
mkdirSync("helm/rendered", { recursive: true });
execFileSync("go", ["build", "-trimpath", "-o", "../../bin/tools/", "helm.sh/helm/v4/cmd/helm", "github.com/prometheus/prometheus/cmd/promtool"], {
  cwd: "tools",
  stdio: "inherit",
  env: { ...process.env, CGO_ENABLED: "0" },
});
const before = readdirSync("helm/rendered").map((name) => readFileSync(`helm/rendered/${name}`, "utf8"));
for (const values of ["least", "full"]) {
  const given = [chart, "--values", `${chart}/ci/${values}-values.yaml`];
  process.stdout.write(tool("helm", "lint", "--strict", ...given));
  writeFileSync(`helm/rendered/${values}.yaml`, `# Of the chart ${sum()}: make deploy-check\n${tool("helm", "template", "latchkey", ...given)}`);
}
process.stdout.write(tool("promtool", "check", "rules", "prometheus/alerts.yaml"));
process.stdout.write(tool("promtool", "test", "rules", "prometheus/alerts_test.yaml"));
const after = readdirSync("helm/rendered").map((name) => readFileSync(`helm/rendered/${name}`, "utf8"));
if (before.join() !== after.join()) console.log("deploy/helm/rendered is new: look at it, and commit it");

function tool(name, ...args) {
  return execFileSync(`../bin/tools/${name}`, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Of all files of the chart, by name, as the test reads it. */
function sum() {
  const hash = createHash("sha256");
  const files = readdirSync(chart, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`).sort()) hash.update(`${path}\n`).update(readFileSync(path));
  return hash.digest("hex");
}
