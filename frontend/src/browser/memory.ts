import type { components } from "../api/schema.gen.ts";

export type Provider = components["schemas"]["Provider"];

/** An organization that somebody used in this browser. */
export interface Remembered {
  code: string;
  name: string;
  /** The provider of the last sign-in that succeeded. */
  lastUsed?: Provider;
}

/** Why the sign-in page is shown; said once, then forgotten. */
export type Notice = "ended" | "protected" | "signed_out";

const organizationsKey = "latchkey.organizations";
const mostRemembered = 5;

/** The organizations of this browser, the last used first. */
export function remembered(): Remembered[] {
  try {
    const list: unknown = JSON.parse(read(local, organizationsKey) ?? "[]");
    return Array.isArray(list) ? list.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

/** Puts an organization first. What was known of its last used method stays, unless a new one is given. */
export function remember(organization: Remembered): void {
  const known = remembered();
  const before = known.find((one) => one.code === organization.code);
  const others = known.filter((one) => one.code !== organization.code);
  const kept = [{ ...before, ...organization }, ...others].slice(0, mostRemembered);
  write(local, organizationsKey, JSON.stringify(kept));
}

export function forget(code: string): void {
  const kept = remembered().filter((one) => one.code !== code);
  write(local, organizationsKey, JSON.stringify(kept));
}

/**
 * A value that one page leaves for the next one in the same tab. Nothing of it
 * is in the address, so nobody can make a link that says it.
 */
function note<Value extends string>(key: string) {
  const name = `latchkey.${key}`;
  return {
    leave: (value: Value) => write(tab, name, value),
    read: () => read(tab, name) as Value | null,
    drop: () => write(tab, name, null),
    /** Reads it and drops it. */
    take: () => {
      const value = read(tab, name) as Value | null;
      write(tab, name, null);
      return value;
    },
  };
}

/** What the sign-in page has to say first. */
export const notice = note<Notice>("notice");
/** The provider of an attempt that has begun; dropped wherever an attempt ends. */
export const attempt = note<Provider>("attempt");
/** The provider that was just connected on the link page. */
export const connected = note<Provider>("connected");
/** The e-mail that somebody typed before they asked for a link by mail. */
export const typedEmail = note<string>("email");
/** The path of the app to open after signing in. */
export const returnPath = note<string>("return");

/** The token of a one-time link, by the path that it opens: kept in this tab until it is used, so that the page may be loaded again. */
export const oneTimeLink = (path: string) => note<string>(`link.${path}`);

/** Left where a provider could not confirm who somebody is: it is not offered for that again in this tab. */
export const cannotConfirm = (provider: Provider) => note<"1">(`cannot-confirm.${provider}`);

/** Whether somebody was signed in in this browser: only then has a session ended. */
export const hadSession = {
  set: (value: boolean) => write(local, "latchkey.session", value ? "1" : null),
  get: () => read(local, "latchkey.session") === "1",
};

/** A path of our own origin, or the start page. */
export function ownPath(path: string | null | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : "/";
}

function isRemembered(value: unknown): value is Remembered {
  const one = value as Remembered | null;
  return typeof one?.code === "string" && typeof one.name === "string";
}

// Storage may be refused altogether, and then to name it is enough to throw; nothing
// is remembered then and everything else works. Nobody but this file names it.
type Store = () => Storage;
const local: Store = () => localStorage;
const tab: Store = () => sessionStorage;

function read(store: Store, key: string): string | null {
  try {
    return store().getItem(key);
  } catch {
    return null;
  }
}

function write(store: Store, key: string, value: string | null): void {
  try {
    if (value === null) store().removeItem(key);
    else store().setItem(key, value);
  } catch {
    // see above
  }
}
