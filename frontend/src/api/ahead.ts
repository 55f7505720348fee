import { tokens } from "./access-tokens.ts";

/** How long an answer that nobody has taken is news: as long as the screens keep theirs. */
const life = 30_000;

interface Ahead {
  /** Its text; null if there is none, or a refusal. */
  answer: Promise<string | null>;
  endsAt: number;
}

const answers = new Map<string, Ahead>();

interface Questions {
  all: string[];
  /** What only super admins ask. */
  admins: string[];
}

/**
 * Begins with calls that the page will make before its code is there, in the session of this browser. Resolves once they
 * are on their way.
 */
export async function askAhead({ all, admins }: Questions): Promise<void> {
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
  await token;
}

/** Whether answers are on their way, so that the first page will soon be whole. */
export function isAskedAhead(): boolean {
  return answers.size > 0;
}

async function ask(address: string, token: string): Promise<string | null> {
  try {
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
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

/**
 * What was answered, by address, once all that was asked at first is or the patience is at an end: for a page that is drawn
 * with it at once. What was refused, or is still to come, is not among it.
 */
export async function answersAhead(patience: number): Promise<Map<string, unknown>> {
  const late = new Promise<null>((end) => setTimeout(end, patience, null));
  const read = async ([url, { answer }]: [string, Ahead]): Promise<[string, unknown][]> => {
    const text = await Promise.race([answer, late]);
    if (text === null || !answers.delete(url)) return [];
    return [[url, JSON.parse(text)]];
  };
  return new Map((await Promise.all([...answers].map(read))).flat());
}

/** The answer to a question that was asked ahead, once. Null says to ask: there is none, or it was a refusal. */
export async function answeredAhead({ method, url }: Request): Promise<Response | null> {
  const found = answers.get(url);
  if (!found || method !== "GET") return null;
  answers.delete(url);
  const text = Date.now() < found.endsAt ? await found.answer : null;
  return text === null ? null : new Response(text, { headers: { "Content-Type": "application/json" } });
}
