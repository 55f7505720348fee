import type { components } from "../api/schema.gen.ts";

export type SignInPage = components["schemas"]["SignInPage"];
export type PendingLink = components["schemas"]["PendingLink"];
export type Organization = components["schemas"]["Organization"];

/** What the server writes into the page. */
export interface Page {
  /** The organization of the path; null if the path names none, or an unknown one. */
  signIn: SignInPage | null;
  /** "open" while this deployment waits for its first organization. */
  setup?: "open";
  notFound?: boolean;
  /** There is no other organization to choose. */
  alone?: boolean;
  /** The application that they are going to. */
  application?: string;
  /** Who is signed in and may go on to it as they are, at `to`. */
  as?: { name: string; email: string; organization: string; to: string };
}

/** The document of the page, or null when it carries none that can be used. */
export function readPage(document: Document): Page | null {
  try {
    const page = JSON.parse(document.getElementById("page")?.textContent ?? "null") as Page | null;
    return page?.signIn === undefined ? null : page;
  } catch {
    return null;
  }
}
