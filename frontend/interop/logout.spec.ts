/** The Python and Java programs that end sessions and that ask about tokens, as api/e2e does with the others. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";
import * as client from "openid-client";
import { kit } from "../../.ci/interop.mjs";
import { password } from "../e2e/people";
import { worldOn } from "../e2e/world";

const snippets = resolve(import.meta.dirname, "../../docs/snippets");
const secret = "a-secret-that-was-made-elsewhere-for-these-tests";

/** Runs a program on tokens, a line each, and gives what it says of each. */
type Run = (tokens: string[], ...args: string[]) => string[];

const python =
  (file: string): Run =>
  (tokens, ...args) =>
    lines(`${kit("python")}/bin/python`, [join(snippets, file), ...args], tokens);

const java =
  (folder: string, ...names: string[]): Run =>
  (tokens, ...args) => {
    const classes = mkdtempSync(join(tmpdir(), "latchkey-interop-"));
    const libraries = `${kit("java")}/*`;
    const sources = names.map((name) => join(snippets, folder, `${name}.java`));
    execFileSync("javac", ["-cp", libraries, "-d", classes, ...sources]);
    return lines("java", ["-cp", `${libraries}:${classes}`, names.at(-1) ?? "", ...args], tokens);
  };

function lines(command: string, args: string[], tokens: string[]): string[] {
  return execFileSync(command, args, { input: tokens.join("\n"), encoding: "utf8" })
    .trim()
    .split("\n");
}

const programs: Record<string, { ends: Run; asks: Run }> = {
  Python: { ends: python("signin/try_logout.py"), asks: python("verify/try_ask.py") },
  Java: { ends: java("signin", "LogoutTokens", "TryLogout"), asks: java("verify", "Asker", "TryAsk") },
};

for (const [language, { ends, asks }] of Object.entries(programs)) {
  test(`${language} asks about tokens, and ends sessions by a logout token`, async ({ request }) => {
    const { url, apply } = worldOn("sqlite");
    const id = `ends-${language.toLowerCase()}`;
    const box = await newBox();
    apply(`
applications:
  - clientId: ${id}
    type: web
    redirectUris: [${box.address}/callback]
    backchannelLogoutUri: ${box.address}/backchannel-logout
    organizations: all
    secrets: [{ hash: "sha256:${await sha256(secret)}" }]
`);
    try {
      const { idToken, accessToken, sid, sub } = await signIn(request, url, id, `${box.address}/callback`);
      expect(asks([accessToken, idToken, "no-token"], url, id, secret)).toEqual([sub, "not active", "not active"]);
      expect(await request.delete(`${url}/api/v1/session`, { headers: { Origin: url } })).toBeOK();
      const logoutToken = await box.posted;
      const cut = logoutToken.lastIndexOf(".") + 1;
      const unsigned = logoutToken.slice(0, cut) + "A".repeat(logoutToken.length - cut);
      const end = `200 ${sid} ${sub}`;
      const tokens = [logoutToken, logoutToken, unsigned, idToken, accessToken, "no-token"];
      expect(ends(tokens, url, id)).toEqual([end, end, "400", "400", "400", "400"]);
      expect(ends([logoutToken], url, "another")).toEqual(["400"]);
      expect(asks([accessToken], url, id, secret)).toEqual(["not active"]);
    } finally {
      await box.close();
    }
  });
}

/** Where an application is: the first logout token that is posted there. */
async function newBox() {
  let take = (_: string) => {};
  const posted = new Promise<string>((done) => {
    take = done;
  });
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    response.end();
    take(new URLSearchParams(body).get("logout_token") ?? "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, posted, close: () => new Promise((done) => server.close(done)) };
}

/** Signs somebody in to Latchkey, and from there to an application. */
async function signIn(request: APIRequestContext, url: string, id: string, redirectUri: string) {
  const person = { organization: "acme", email: "admin@acme.example", password };
  expect(await request.post(`${url}/api/v1/sign-in/password`, { data: person })).toBeOK();
  const options = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(new URL(url), id, secret, undefined, options);
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const asked = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid",
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const back = (await request.get(asked.href, { maxRedirects: 0 })).headers().location ?? "";
  const tokens = await client.authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier });
  const claims = tokens.claims();
  return {
    idToken: tokens.id_token ?? "",
    accessToken: tokens.access_token,
    sid: String(claims?.sid),
    sub: String(claims?.sub),
  };
}

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toString("hex");
}
