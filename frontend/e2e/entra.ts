/**
 * Microsoft's authority for every directory, /microsoft/organizations/v2.0, in
 * front of the mounts of single tenants: its metadata names the issuer by a
 * template, the person chooses an account, and the tenant of that account signs
 * the token.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { tenant } from "./people";
import type { Mounted } from "./provider";
import { type Registry, textOf } from "./registry";

const authority = "/microsoft/organizations/v2.0";

export interface Entra {
  base: string;
  registry: Registry;
  mounts: Mounted[];
}

/** Answers, if the path is one of the authority. */
export async function organizations(entra: Entra, url: URL, req: IncomingMessage, res: ServerResponse) {
  switch (url.pathname) {
    case `${authority}/.well-known/openid-configuration`:
      await metadata(entra, res);
      return true;
    case `${authority}/authorize`:
      choose(entra, url, res);
      return true;
    case `${authority}/token`:
      await redeem(entra, req, res);
      return true;
  }
  return false;
}

async function metadata({ base }: Entra, res: ServerResponse) {
  const answer = await fetch(`${base}/microsoft/${tenant}/v2.0/.well-known/openid-configuration`);
  const { authorization_response_iss_parameter_supported: _, ...own } = (await answer.json()) as Record<
    string,
    unknown
  >;
  res.writeHead(200, { "Content-Type": "application/json" }).end(
    JSON.stringify({
      ...own,
      issuer: `${base}/microsoft/{tenantid}/v2.0`,
      authorization_endpoint: `${base}${authority}/authorize`,
      token_endpoint: `${base}${authority}/token`,
    }),
  );
}

/** The page that finds out the tenant: a link per account, which goes on there. */
function choose({ registry }: Entra, url: URL, res: ServerResponse) {
  const links = registry.accounts
    .filter(({ provider }) => provider === "microsoft")
    .map(({ tid, sub, email }) => {
      const query = new URLSearchParams(url.searchParams);
      query.set("login_hint", sub);
      return `<li><a href="/microsoft/${tid}/v2.0/auth?${query.toString().replaceAll("&", "&amp;")}">${email}</a></li>`;
    });
  res.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  res.end(`<!doctype html><title>Microsoft</title><h1>Choose an account</h1><ul>${links.join("")}</ul>`);
}

/** Hands the code to the tenant that gave it out. */
async function redeem({ base, mounts }: Entra, req: IncomingMessage, res: ServerResponse) {
  const body = await textOf(req);
  const code = new URLSearchParams(body).get("code") ?? "";
  const found = mounts.find(({ storage }) => storage.gave(code));
  const answer = await fetch(`${base}${found?.path ?? `/microsoft/${tenant}/v2.0`}/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body,
  });
  res.writeHead(answer.status, { "Content-Type": "application/json" }).end(await answer.text());
}
