// What make interop needs: other languages and their libraries, each kit in a
// folder of its own below .cache/interop. A kit is made anew when what it is made
// from has changed. Names of kits as arguments: those alone; make test needs one.
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
    from: ["api/tools/oauth2proxy.mod", "api/tools/oauth2proxy.sum"],
    // As the binary is compiled, so that what both are made of is compiled once.
    install: `CGO_ENABLED=0 GOFLAGS='-buildvcs=false -trimpath -tags=nomsgpack' GOGC=400 go build -modfile=api/tools/oauth2proxy.mod -ldflags '-s -w' -o $KIT/ github.com/oauth2-proxy/oauth2-proxy/v7`,
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

/** Makes sure that these kits are there; throws what is missing and why. */
export function installKits(names) {
  installPackages(Object.assign({}, ...names.map((name) => kits[name].packages)));
  for (const name of names) {
    const { from, install } = kits[name];
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
    const named = process.argv.slice(2);
    installKits(named.length > 0 ? named : Object.keys(kits));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
