/** The programs and settings under "Sign people in" of the documentation, each with the library or the software that it is for. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type APIRequestContext, expect, request as playwright, test } from "@playwright/test";
import { kit } from "../../.ci/interop.mjs";
import { lineOf, type Running, start } from "../browsers/processes";
import { password } from "../e2e/people";
import { worldOn } from "../e2e/world";

const snippets = resolve(import.meta.dirname, "../../docs/snippets/signin");
const secret = "a-secret-that-was-made-elsewhere-for-these-tests";

interface Client {
  issuer: string;
  id: string;
  home: string;
  /** The folder of this test, with the secret in `secret`. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** An application that has no sign-in of its own: it says what it is asked for, and whom it is told of. */
  upstream: string;
}

interface Program {
  callback: string;
  run(client: Client): Running;
  /** What it prints when it is ready. */
  ready: RegExp;
  /** Signs somebody in who is signed in to Latchkey, and gives what the program says then. */
  signIn(request: APIRequestContext, home: string): Promise<string>;
  /** What it says. */
  says: RegExp;
}

const open = async (request: APIRequestContext, address: string) => (await request.get(address)).text();

const programs: Record<string, Program> = {
  Authlib: {
    callback: "/callback",
    run: ({ home, env }) =>
      start(
        `${kit("python")}/bin/flask`,
        ["--app", join(snippets, "app.py"), "run", "--port", new URL(home).port],
        env,
      ),
    ready: /Running on/,
    signIn: (request, home) => open(request, `${home}/login`),
    says: /^You are admin of acme\.$/,
  },
  "Auth.js": {
    callback: "/api/auth/callback/latchkey",
    run: ({ home, env }) => start("node", [join(snippets, "try-auth.mjs"), kit("node"), home], env),
    ready: /listening/,
    async signIn(request, home) {
      const { csrfToken } = await (await request.get(`${home}/api/auth/csrf`)).json();
      await request.post(`${home}/api/auth/signin/latchkey`, {
        form: { csrfToken, callbackUrl: `${home}/api/auth/session` },
      });
      return open(request, `${home}/api/auth/session`);
    },
    says: /"name":"admin","email":"admin@acme\.example"/,
  },
  "Spring Boot": {
    callback: "/login/oauth2/code/latchkey",
    run({ issuer, id, home, folder, env }) {
      const libraries = `${kit("java")}/*`;
      const source = join(snippets, "spring/CrmApplication.java");
      execFileSync("javac", ["-parameters", "-cp", libraries, "-d", folder, source]);
      const settings = {
        "spring.config.location": join(snippets, "spring/application.yml"),
        "spring.security.oauth2.client.provider.latchkey.issuer-uri": issuer,
        "spring.security.oauth2.client.registration.latchkey.client-id": id,
        "server.address": "127.0.0.1",
        "server.port": new URL(home).port,
      };
      const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
      return start("java", ["-cp", `${libraries}:${folder}`, "com.example.crm.CrmApplication", ...options], env);
    },
    ready: /Started CrmApplication/,
    signIn: (request, home) => open(request, `${home}/oauth2/authorization/latchkey`),
    says: /^You are admin of acme\.$/,
  },
  "oauth2-proxy": {
    callback: "/oauth2/callback",
    run({ issuer, id, home, folder, env, upstream }) {
      writeFileSync(join(folder, "cookie"), "0123456789abcdef0123456789abcdef");
      const settings = {
        config: join(snippets, "oauth2-proxy.cfg"),
        "oidc-issuer-url": issuer,
        "redirect-url": `${home}/oauth2/callback`,
        "http-address": new URL(home).host,
        "client-id": id,
        "client-secret-file": join(folder, "secret"),
        "cookie-secret-file": join(folder, "cookie"),
        "cookie-secure": "false", // there is no https here
        "insecure-oidc-allow-unverified-email": "true", // who signed in with a password
        "skip-provider-button": "true",
        upstream,
      };
      const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
      return start(`${kit("go")}/oauth2-proxy`, options, env);
    },
    ready: /OAuthProxy configured/,
    async signIn(request, home) {
      const closed = await (await playwright.newContext()).get(home, { maxRedirects: 0 });
      expect([closed.status(), new URL(closed.headers().location ?? "").pathname]).toEqual([302, "/oauth/authorize"]);
      return open(request, `${home}/wiki/page`);
    },
    says: /^\/wiki\/page for admin@acme\.example, super_admin$/,
  },
  mod_auth_openidc: {
    callback: "/app/callback",
    run({ issuer, home, folder, env }) {
      mkdirSync(join(folder, "www", "app"), { recursive: true });
      writeFileSync(join(folder, "www", "app", "index.html"), "inside");
      chmodSync(folder, 0o755); // Apache's own user reads it
      const module = (name: string) => `LoadModule ${name}_module modules/mod_${name}.so`;
      const modules = ["mpm_event", "authn_core", "authz_core", "authz_user", "dir", "headers", "auth_openidc"].map(
        module,
      );
      writeFileSync(
        join(folder, "httpd.conf"),
        `
ServerRoot /usr/lib/apache2
ServerName 127.0.0.1
Listen ${new URL(home).host}
PidFile ${folder}/pid
Mutex file:${folder} default
ErrorLog "|/bin/cat"
User www-data
Group www-data
${modules.join("\n")}
DocumentRoot ${folder}/www
DirectoryIndex index.html
OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID \${LATCHKEY_CLIENT_ID}
OIDCClientSecret \${LATCHKEY_CLIENT_SECRET}
OIDCRedirectURI ${home}/app/callback
OIDCCryptoPassphrase "\${SESSION_KEY}"
OIDCPKCEMethod S256
OIDCScope "openid profile email groups"
OIDCRemoteUserClaim email
<Location /app>
  AuthType openid-connect
  Require valid-user
  Header always set X-User "expr=%{REMOTE_USER}"
</Location>
`,
      );
      return start("/usr/sbin/apache2", ["-f", join(folder, "httpd.conf"), "-D", "FOREGROUND"], env);
    },
    ready: /resuming normal operations/,
    signIn: async (request, home) => (await request.get(`${home}/app/`)).headers()["x-user"] ?? "",
    says: /^admin@acme\.example$/,
  },
};

for (const [name, program] of Object.entries(programs)) {
  test(`${name} signs people in as the documentation says`, async ({ request }) => {
    const world = worldOn("sqlite");
    const home = `http://127.0.0.1:${await freePort()}`;
    const id = name.toLowerCase().replace(/\W+/g, "-");
    const folder = mkdtempSync(join(tmpdir(), "latchkey-interop-"));
    writeFileSync(join(folder, "secret"), secret, { mode: 0o600 });
    world.apply(`
applications:
  - clientId: ${id}
    name: ${name}
    type: web
    redirectUris: ["${home}${program.callback}"]
    organizations: all
    secrets: [{ file: ${join(folder, "secret")} }]
`);
    const env = {
      PATH: process.env.PATH,
      LATCHKEY_URL: world.url,
      LATCHKEY_CLIENT_ID: id,
      LATCHKEY_CLIENT_SECRET: secret,
      SESSION_KEY: "a key of these tests",
    };
    const { upstream, close } = await newUpstream();
    const running = program.run({ issuer: world.url, id, home, folder, env, upstream });
    try {
      await lineOf(running, program.ready);
      const signIn = { organization: "acme", email: "admin@acme.example", password };
      expect(await request.post(`${world.url}/api/v1/sign-in/password`, { data: signIn })).toBeOK();
      expect(await program.signIn(request, home)).toMatch(program.says);
    } finally {
      await running.stop();
      close();
    }
  });
}

function newUpstream(): Promise<{ upstream: string; close(): void }> {
  const server = createHttpServer((req, res) =>
    res.end(`${req.url} for ${req.headers["x-forwarded-email"]}, ${req.headers["x-forwarded-groups"]}`),
  );
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      done({ upstream: `http://127.0.0.1:${port}`, close: () => server.close() });
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
