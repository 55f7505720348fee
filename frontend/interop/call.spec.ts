/** The Python and Java programs under "Call the API" of the documentation, as api/e2e/snippetcall_test.go does with the others. */
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { kit } from "../../.ci/interop.mjs";
import { password } from "../e2e/people";
import { worldOn } from "../e2e/world";

const snippets = resolve(import.meta.dirname, "../../docs/snippets/call");

/** How each program is started; it reads cases and says of each how many people there are or why it is refused. */
const programs: Record<string, (folder: string) => [command: string, ...args: string[]]> = {
  Python: () => [`${kit("python")}/bin/python`, join(snippets, "try.py")],
  Java: (folder) => {
    const libraries = `${kit("java")}/*`;
    const sources = ["Latchkey", "Proof", "Try"].map((name) => join(snippets, `${name}.java`));
    execFileSync("javac", ["-cp", libraries, "-d", folder, ...sources]);
    return ["java", "-cp", `${libraries}:${folder}`, "Try"];
  },
};

for (const [language, start] of Object.entries(programs)) {
  test(`${language} calls the API with each proof, and says why it is refused`, async ({ request }) => {
    const { url } = worldOn("sqlite");
    const folder = mkdtempSync(join(tmpdir(), "latchkey-interop-"));
    const pem = join(folder, "key.pem");
    const jwks = JSON.parse(execFileSync("node", [join(snippets, "make-key.mjs"), pem], { encoding: "utf8" }));
    const issuer = await newIssuer();
    try {
      const { id, secret, total } = await newService(request, url, { keys: { jwks }, federation: issuer.federation });
      const one = { address: url, organization: "acme", id, kid: jwks.keys[0].kid };
      const cases = [
        { ...one, by: "secret", value: secret },
        { ...one, by: "key", value: readFileSync(pem, "utf8") },
        { ...one, by: "federation", value: issuer.token },
        { ...one, by: "secret", value: `${secret.slice(0, -1)}~` },
        { ...one, by: "secret", value: secret, organization: "globex" },
      ];
      const [command, ...args] = start(folder);
      const input = cases.map((each) => JSON.stringify(each)).join("\n");
      const running = promisify(execFile)(command, args); // the issuer, here, must answer meanwhile
      running.child.stdin?.end(`${input}\n`);
      const said = (await running).stdout.trim().split("\n");
      const everybody = expect.stringMatching(`^${total} people, .+@`);
      expect(said).toEqual([
        everybody,
        everybody,
        everybody,
        expect.stringMatching(/^refused: invalid_client /),
        expect.stringMatching(/^refused: not_found \w{4}-\w{4}$/),
      ]);
    } finally {
      await issuer.close();
    }
  });
}

/** Makes a service as a super admin does, with a secret beside its other proofs, and counts the people that it will see. */
async function newService(request: APIRequestContext, url: string, proofs: object) {
  const signIn = { organization: "acme", email: "admin@acme.example", password };
  expect(await request.post(`${url}/api/v1/sign-in/password`, { data: signIn })).toBeOK();
  const asked = await request.post(`${url}/api/v1/session/token`, { headers: { Origin: url } });
  const headers = { Authorization: `Bearer ${(await asked.json()).accessToken}` };
  const organization = `${url}/api/v1/organizations/acme`;
  const data = { name: "Back end", scopes: ["users:read"], ...proofs };
  const made = await request.post(`${organization}/services`, { headers, data });
  expect(made).toBeOK();
  const { id } = (await made.json()).service;
  const added = await request.post(`${organization}/services/${id}/secrets`, { headers, data: {} });
  expect(added).toBeOK();
  const people = await request.get(`${organization}/users?limit=1`, { headers });
  return { id, secret: (await added.json()).secret as string, total: (await people.json()).total as number };
}

/** Another issuer, with a token of it. */
async function newIssuer() {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const keys = [{ ...(await exportJWK(publicKey)), kid: "1", alg: "ES256", use: "sig" }];
  const { address, close } = await serve((_, response) =>
    response.setHeader("Content-Type", "application/json").end(JSON.stringify({ keys })),
  );
  const federation = { issuer: address, jwksUri: `${address}/keys`, subject: "crm", audience: "latchkey" };
  const token = await new SignJWT()
    .setProtectedHeader({ alg: "ES256", kid: "1" })
    .setIssuer(address)
    .setSubject(federation.subject)
    .setAudience(federation.audience)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(privateKey);
  return { federation, token, close };
}

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  const close = () => new Promise((done) => server.close(done));
  return { address: `http://127.0.0.1:${port}`, close };
}
