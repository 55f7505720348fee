/**
 * A real OpenID provider (npm oidc-provider) that plays Google, Microsoft and a
 * generic provider on one loopback port: /google, /microsoft/{tenant}/v2.0 for
 * each tenant and for all of them (see entra.ts), and /openid. Its sign-in page
 * lists the accounts as buttons. What it knows can be changed: see registry.ts.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { interactionPolicy } from "oidc-provider";
import { organizations } from "./entra";
import { type Account, foreignTenant, tenant } from "./people";
import { control, type Registry, textOf } from "./registry";
import { newStorage, type Storage } from "./storage";

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** One issuer of the provider. */
export interface Mounted {
  path: string;
  kind: Account["provider"];
  provider: Provider;
  storage: Storage;
  handle: Handler;
}

export async function startProvider(registry: Registry) {
  const mounts: Mounted[] = [];
  const server = createServer((req, res) => {
    route(mounts, base(), registry, req, res).catch((error) => {
      res.writeHead(500).end(String(error));
    });
  });
  // Node closes idle connections after five seconds, also while the product begins to write on one.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  mounts.push(mount(base(), "/google", "google", registry), mount(base(), "/openid", "openid", registry));
  for (const tid of [tenant, foreignTenant])
    mounts.push(mount(base(), `/microsoft/${tid}/v2.0`, "microsoft", registry));
  return { base: base(), stop: () => new Promise((resolve) => server.close(resolve)) };
}

function mount(base: string, path: string, kind: Account["provider"], registry: Registry): Mounted {
  // Google knows prompt=select_account; here it is a prompt of its own.
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);
  const storage = newStorage(registry);
  const provider = new Provider(base + path, {
    adapter: storage.adapter,
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
      const account = registry.accounts.find((a) => a.provider === kind && a.sub === sub);
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
  return { path, kind, provider, storage, handle: provider.callback() };
}

function claimsOf(a: Account) {
  const { provider, ...claims } = a;
  if (provider !== "microsoft") return claims;
  return { ...claims, ver: "2.0", preferred_username: a.email };
}

async function route(mounts: Mounted[], base: string, registry: Registry, req: IncomingMessage, res: ServerResponse) {
  const url = new URL(req.url ?? "/", base);
  if (await control(registry, url.pathname, req, res)) return;
  if (await organizations({ base, registry, mounts }, url, req, res)) return;
  const found = mounts.find((m) => url.pathname.startsWith(`${m.path}/`));
  if (!found) {
    res.writeHead(404).end();
    return;
  }
  const uid = /\/interaction\/([^/]+)$/.exec(url.pathname)?.[1];
  if (uid) return interact(found, registry, url, req, res);
  forgetSession(req);
  // The provider is mounted on a path: it sees what comes after it.
  Object.assign(req, { originalUrl: req.url });
  req.url = (req.url ?? "").slice(found.path.length);
  found.handle(req, res);
}

/** The provider remembers nobody, so that every attempt shows its page. */
function forgetSession(req: IncomingMessage) {
  const kept = (req.headers.cookie ?? "").split("; ").filter((cookie) => !cookie.startsWith("_session"));
  req.headers.cookie = kept.join("; ");
}

/** The sign-in page of the provider: one button per account, and Refuse. */
async function interact(m: Mounted, registry: Registry, url: URL, req: IncomingMessage, res: ServerResponse) {
  const { params } = await m.provider.interactionDetails(req, res);
  const offered = registry.accounts.filter((a) => a.provider === m.kind);
  // Whoever has chosen an account on the page before is not asked again.
  const chosen = offered.find((a) => a.sub === params.login_hint)?.sub;
  if (req.method === "GET" && !chosen) {
    const buttons = offered.map((a) => `<button name="account" value="${a.sub}">${a.email}</button>`);
    res.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    res.end(`<!doctype html><title>${m.kind}</title><h1>Choose an account</h1>
      <form method="post" action="${url.pathname}">${buttons.join("")}<button name="account" value="">Refuse</button></form>`);
    return;
  }
  const sub = chosen ?? new URLSearchParams(await textOf(req)).get("account");
  const result = sub
    ? { login: { accountId: sub }, select_account: {} }
    : { error: "access_denied", error_description: "<b>the person refused</b>" };
  await m.provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}
