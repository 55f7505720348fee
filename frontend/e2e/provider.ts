/**
 * A real OpenID provider (npm oidc-provider) that plays Google and Microsoft on
 * one loopback port: /google, and /microsoft/{tenant}/v2.0 for each tenant. Its
 * sign-in page lists the accounts as buttons. POST /__account changes an account.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { interactionPolicy } from "oidc-provider";
import { type Account, accounts, clients, foreignTenant, secret, tenant } from "./people";

type Mounted = { path: string; kind: Account["provider"]; provider: Provider; handle: Handler };
type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** Starts it; redirect URIs are made known by `register`. */
export async function startProvider() {
  const mounts: Mounted[] = [];
  const server = createServer((req, res) => {
    route(mounts, base(), req, res).catch((error) => {
      res.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const redirects = new Map<string, string[]>();
  mounts.push(mount(base(), "/google", "google", redirects));
  for (const tid of [tenant, foreignTenant])
    mounts.push(mount(base(), `/microsoft/${tid}/v2.0`, "microsoft", redirects));
  return {
    base: base(),
    register(clientId: string, redirectUri: string) {
      redirects.set(clientId, [...(redirects.get(clientId) ?? []), redirectUri]);
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function mount(base: string, path: string, kind: Account["provider"], redirects: Map<string, string[]>): Mounted {
  // Google knows prompt=select_account; here it is a prompt of its own.
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);
  const provider = new Provider(base + path, {
    adapter: adapterFor(redirects),
    interactions: { policy, url: (_ctx, interaction) => `${path}/interaction/${interaction.uid}` },
    claims: {
      openid: ["sub", "hd", "tid", "oid", "ver", "idp"],
      email: ["email", "email_verified"],
      profile: ["name", "preferred_username"],
    },
    conformIdTokenClaims: false, // scope claims stand in the ID token, as at Google and Entra
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ["journeys"], long: { path: "/" } },
    pkce: { required: () => true },
    findAccount: (_ctx, sub) => {
      const account = accounts.find((a) => a.provider === kind && a.sub === sub);
      return account && { accountId: sub, claims: () => claimsOf(account) };
    },
    async loadExistingGrant(ctx) {
      // No consent page: every client gets what it asks for.
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId,
        accountId: ctx.oidc.session?.accountId,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  return { path, kind, provider, handle };
}

function claimsOf(a: Account) {
  const { provider, ...claims } = a;
  if (provider === "google") return claims;
  return { ...claims, ver: "2.0", preferred_username: a.email };
}

async function route(mounts: Mounted[], base: string, req: IncomingMessage, res: ServerResponse) {
  const url = new URL(req.url ?? "/", base);
  if (url.pathname === "/__account") return changeAccount(req, res);
  const found = mounts.find((m) => url.pathname.startsWith(`${m.path}/`));
  if (!found) {
    res.writeHead(404).end();
    return;
  }
  const uid = /\/interaction\/([^/]+)$/.exec(url.pathname)?.[1];
  if (uid) return interact(found, url, req, res);
  forgetSession(req);
  // The provider is mounted on a path: it sees what comes after it.
  Object.assign(req, { originalUrl: req.url });
  req.url = (req.url ?? "").slice(found.path.length);
  found.handle(req, res);
}

/** The provider remembers nobody, so that every trip shows its page. */
function forgetSession(req: IncomingMessage) {
  const kept = (req.headers.cookie ?? "").split("; ").filter((cookie) => !cookie.startsWith("_session"));
  req.headers.cookie = kept.join("; ");
}

/** The sign-in page of the provider: one button per account, and Refuse. */
async function interact(m: Mounted, url: URL, req: IncomingMessage, res: ServerResponse) {
  await m.provider.interactionDetails(req, res);
  if (req.method === "GET") {
    const buttons = accounts
      .filter((a) => a.provider === m.kind)
      .map((a) => `<button name="account" value="${a.sub}">${a.email}</button>`);
    res.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    res.end(`<!doctype html><title>${m.kind}</title><h1>Choose an account</h1>
      <form method="post" action="${url.pathname}">${buttons.join("")}<button name="account" value="">Refuse</button></form>`);
    return;
  }
  const sub = new URLSearchParams(await body(req)).get("account");
  const result = sub
    ? { login: { accountId: sub }, select_account: {} }
    : { error: "access_denied", error_description: "<b>the person refused</b>" };
  await m.provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}

async function changeAccount(req: IncomingMessage, res: ServerResponse) {
  const change = JSON.parse(await body(req)) as Partial<Account> & { sub: string };
  const account = accounts.find((a) => a.sub === change.sub);
  if (account) Object.assign(account, change);
  res.writeHead(account ? 204 : 404).end();
}

async function body(req: IncomingMessage) {
  let text = "";
  for await (const chunk of req) text += chunk;
  return text;
}

/** Keeps everything in memory; clients come from the register. */
function adapterFor(redirects: Map<string, string[]>) {
  const rows = new Map<string, { payload: Record<string, unknown>; model: string }>();
  const known = new Set<string>(Object.values(clients).flatMap((c) => Object.values(c)));
  return (model: string) => {
    const key = (id: string) => `${model}:${id}`;
    const all = () => [...rows.values()].filter((row) => row.model === model);
    return {
      async find(id: string) {
        if (model !== "Client") return rows.get(key(id))?.payload;
        if (!known.has(id)) return undefined;
        return {
          client_id: id,
          client_secret: secret,
          redirect_uris: redirects.get(id) ?? [],
          token_endpoint_auth_method: "client_secret_post",
        };
      },
      async upsert(id: string, payload: Record<string, unknown>) {
        rows.set(key(id), { payload, model });
      },
      async findByUid(uid: string) {
        return all().find((row) => row.payload.uid === uid)?.payload;
      },
      async findByUserCode() {
        return undefined;
      },
      async consume(id: string) {
        const row = rows.get(key(id));
        if (row) row.payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id: string) {
        rows.delete(key(id));
      },
      async revokeByGrantId(grantId: string) {
        for (const [name, row] of rows) if (row.payload.grantId === grantId) rows.delete(name);
      },
    };
  };
}
