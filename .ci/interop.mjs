// What make interop needs and make test does not have: other languages and
// their libraries, each kit in a folder of its own below .cache/interop. A kit
// is made anew when what it is made from has changed.
import { execFileSync, execSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * By name: the Debian packages that bring these programs where they are missing, the files that say which libraries,
 * and the command that installs those into $KIT.
 */
const kits = {
  python: {
    packages: { "python3-venv": "python3" },
    from: ["docs/snippets/requirements.txt"],
    install: `python3 -m venv $KIT && $KIT/bin/pip install --quiet --disable-pip-version-check -r docs/snippets/requirements.txt`,
  },
  java: {
    packages: { "default-jdk-headless": "javac", maven: "mvn" },
    from: ["docs/snippets/pom.xml"],
    install: `mvn --quiet --batch-mode -f docs/snippets/pom.xml dependency:copy-dependencies -DoutputDirectory=$KIT`,
  },
  go: {
    packages: {},
    from: [],
    install: `GOFLAGS= GOBIN=$KIT go install github.com/oauth2-proxy/oauth2-proxy/v7@v7.15.6`,
  },
  node: {
    packages: {},
    from: [],
    install: `npm install --silent --prefix $KIT @auth/core@0.41.3`,
  },
  apache: {
    packages: { apache2: "apache2", "libapache2-mod-auth-openidc": "../lib/apache2/modules/mod_auth_openidc.so" },
    from: [],
    install: "true",
  },
};

/** The folder of a kit. */
export const kit = (name) => `${root}.cache/interop/${name}`;

/** Makes sure that all kits are there; throws what is missing and why. */
export function installKits() {
  installPackages(Object.assign({}, ...Object.values(kits).map((one) => one.packages)));
  for (const [name, { from, install }] of Object.entries(kits)) {
    const made = createHash("sha256").update(install);
    for (const file of from) made.update(readFileSync(root + file));
    const stamp = `${kit(name)}.stamp`;
    const wanted = made.digest("hex");
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) continue;
    console.log(`installing ${name}`);
    rmSync(kit(name), { recursive: true, force: true });
    mkdirSync(kit(name), { recursive: true });
    execSync(install, { cwd: root, stdio: "inherit", env: { ...process.env, KIT: kit(name) } });
    writeFileSync(stamp, wanted);
  }
}

function installPackages(packages) {
  const folders = (process.env.PATH ?? "").split(":");
  const isThere = (program) => [...folders, "/usr/sbin"].some((folder) => existsSync(`${folder}/${program}`));
  const missing = () => Object.keys(packages).filter((name) => !isThere(packages[name]));
  if (missing().length === 0) return;
  if (process.getuid?.() === 0) {
    const options = { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
    execFileSync("apt-get", ["update"], options);
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", ...missing()], options);
  }
  if (missing().length > 0) throw new Error(`make interop needs ${missing().join(", ")}: install them by hand`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    installKits();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
