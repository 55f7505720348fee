import type { Provider } from "../browser/memory.ts";

/** Where the browser is, as far as the sign-in entry knows. */
export type Place =
  | { at: "discover" }
  | { at: "sign-in"; organization: string }
  | { at: "start"; organization: string; provider: Provider }
  | ({ at: "refused"; organization: string } & RefusedQuery)
  /** Refused, and nobody knows which organization it was. */
  | ({ at: "lost" } & RefusedQuery)
  | { at: "link"; organization: string }
  | { at: "bypass" | "reset-password"; organization: string; token: string }
  | { at: "forgot-password"; organization: string }
  | { at: "setup"; token: string }
  | { at: "elsewhere" };

/** What a callback tells the refused page. */
export interface RefusedQuery {
  reason: string;
  provider: Provider | null;
  ref: string | null;
  /** Whether the provider was asked to let them choose an account. */
  chosen: boolean;
}

/** Reads the address. The server decides what exists; this only names it. */
export function readPlace(url: Pick<URL, "pathname" | "search" | "hash">): Place {
  const parts = url.pathname.split("/").filter(Boolean);
  if (url.pathname === "/sign-in") return { at: "discover" };
  if (url.pathname === "/sign-in/refused") return { at: "lost", ...readRefusedQuery(url.search) };
  if (url.pathname === "/setup") return { at: "setup", token: readToken(url.hash) };
  const [o, organization, page, step] = parts;
  if (o !== "o" || !organization) return { at: "elsewhere" };
  if (page === "link-account") return { at: "link", organization };
  if (page === "bypass" || page === "reset-password") return { at: page, organization, token: readToken(url.hash) };
  if (page === "forgot-password") return { at: page, organization };
  if (page !== "sign-in") return { at: "elsewhere" };
  if (step === "refused") return { at: "refused", organization, ...readRefusedQuery(url.search) };
  if (isProvider(step)) return { at: "start", organization, provider: step };
  return { at: "sign-in", organization };
}

/** Whether a text has the form of a provider's key. */
export function isProvider(text: string | null | undefined): text is Provider {
  return /^[a-z][a-z0-9-]{1,30}$/.test(text ?? "");
}

/** Pages of one organization. */
export const pathOf = {
  bypass: (organization: string) => `/o/${organization}/bypass`,
  forgot: (organization: string) => `/o/${organization}/forgot-password`,
  signIn: (organization: string) => `/o/${organization}/sign-in`,
  start: (organization: string, provider: Provider) => `/o/${organization}/sign-in/${provider}`,
};

function readRefusedQuery(search: string): RefusedQuery {
  const query = new URLSearchParams(search);
  const provider = query.get("provider");
  return {
    reason: query.get("reason") ?? "",
    provider: isProvider(provider) ? provider : null,
    ref: query.get("ref"),
    chosen: query.get("chosen") === "1",
  };
}

function readToken(hash: string): string {
  const token = hash.slice(1);
  return /^[A-Za-z0-9_-]{20,128}$/.test(token) ? token : "";
}
