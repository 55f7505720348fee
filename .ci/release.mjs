// make release: what is published of a version, in bin/release. Made twice from
// the same commit by the same Go, Node and npm, it is the same, byte for byte.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const platforms = ["linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"];
const folder = "bin/release";
const noVersion = "0.0.0-none";
const [version, goTool] = process.argv.slice(2);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
run("npm run --silent build");
const binaries = platforms.map(compile);
checkVersion();
run(`${goTool} cyclonedx-gomod bin -json -std -licenses -noserial -notimestamp -version ${version} -output ${folder}/latchkey-go.cdx.json ${binaries[0]}`);
writeFileSync(`${folder}/latchkey-pages.cdx.json`, pagesBill());
writeFileSync(`${folder}/SHA256SUMS`, sums());
console.log(readFileSync(`${folder}/SHA256SUMS`, "utf8").trimEnd());

function run(command, env = {}) {
  execFileSync("bash", ["-c", command], { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
}

function compile(platform) {
  const [GOOS, GOARCH] = platform.split("/");
  const file = `${folder}/latchkey-${GOOS}-${GOARCH}${GOOS === "windows" ? ".exe" : ""}`;
  run(`make compile OUT=${file} VERSION=${version}`, { GOOS, GOARCH });
  return file;
}

/** The linker says nothing of a variable that it does not find, so the binary of this machine is asked. */
function checkVersion() {
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch];
  const own = binaries.find((file) => file.includes(`-${process.platform}-${arch}`));
  if (!own) return;
  const said = execFileSync(own, ["version"], { encoding: "utf8" }).trim();
  if (said !== `latchkey ${version}`) throw new Error(`${own} says that it is ${said}, not ${version}`);
}

/** The npm packages that are in the pages, without what differs from run to run. */
function pagesBill() {
  const copy = mkdtempSync(join(tmpdir(), "latchkey-release-"));
  for (const name of ["package.json", "package-lock.json"]) writeFileSync(join(copy, name), numbered(name));
  const args = "sbom --sbom-format cyclonedx --sbom-type application --package-lock-only --omit dev --omit optional";
  const bill = JSON.parse(execFileSync("npm", args.split(" "), { cwd: copy, encoding: "utf8" }));
  rmSync(copy, { recursive: true });
  delete bill.serialNumber;
  delete bill.metadata.timestamp;
  bill.metadata.component.name = "latchkey";
  return `${JSON.stringify(bill, null, 2)}\n`.replaceAll(noVersion, version);
}

/** One of npm's files with a version: without one in its own form npm makes no bill, and ours may be a commit. */
function numbered(name) {
  const content = { ...JSON.parse(readFileSync(name, "utf8")), version: noVersion };
  if (content.packages) content.packages[""].version = noVersion;
  return JSON.stringify(content);
}

/** As sha256sum writes them, so that `sha256sum --check SHA256SUMS` reads them. */
function sums() {
  const sum = (name) => createHash("sha256").update(readFileSync(`${folder}/${name}`)).digest("hex");
  return readdirSync(folder)
    .sort()
    .map((name) => `${sum(name)}  ${name}\n`)
    .join("");
}
