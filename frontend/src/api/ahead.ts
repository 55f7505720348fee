import { tokens } from "./access-tokens.ts";

/** How long an answer that nobody has taken is news: as long as the screens keep theirs. */
const life = 30_000;

const answers = new Map<string, { answer: Promise<Response | null>; endsAt: number }>();

/** Begins with calls that the page will make before its code is there, in the session of this browser. */
export function askAhead({ all, admins }: { all: string[]; admins: string[] }): void {
  if (all.length === 0) return;
  // Whoever is not signed in any more hears it from the app, which asks again.
  const token = tokens.get().catch(() => null);
  const endsAt = Date.now() + life;
  const begin = (address: string, may: (token: string) => boolean) =>
    answers.set(new URL(address, location.origin).href, {
      answer: token.then((text) => (text && may(text) ? ask(address, text) : null)),
      endsAt,
    });
  for (const address of all) begin(address, () => true);
  for (const address of admins) begin(address, isOfSuperAdmin);
}

/** Whether answers are on their way, so that the first page will soon be whole. */
export function isAskedAhead(): boolean {
  return answers.size > 0;
}

function ask(address: string, token: string): Promise<Response | null> {
  return fetch(address, { headers: { Authorization: `Bearer ${token}` } }).then(
    (answer) => (answer.ok ? answer : null),
    () => null,
  );
}

/** Whom a token is for: whoever may not ask is spared the question. What they may is decided by the server. */
function isOfSuperAdmin(token: string): boolean {
  try {
    const claims = atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"));
    return (JSON.parse(claims) as { role?: string }).role === "super_admin";
  } catch {
    return false;
  }
}

/** The answer to a question that was asked ahead, once. Null says to ask: there is none, or it was a refusal. */
export async function answeredAhead({ method, url }: Request): Promise<Response | null> {
  const found = answers.get(url);
  if (!found || method !== "GET") return null;
  answers.delete(url);
  return Date.now() < found.endsAt ? found.answer : null;
}
