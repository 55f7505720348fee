/** @jsxImportSource preact */
import { userEvent } from "@testing-library/user-event";
import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";
import { vi } from "vitest";
import type { ProblemCode } from "../api/problem.ts";
import { go } from "../browser/go.ts";
import type { SignInPage } from "./page.ts";

export const acme: SignInPage = {
  organization: { code: "acme", name: "Acme Support" },
  providers: [{ provider: "google" }, { provider: "microsoft" }],
  passwordSignIn: true,
  contactText: "Call extension 4100.",
  trouble: false,
  mail: false,
};

/** Puts a screen into the page. */
export function show(screen: ComponentChild) {
  document.body.innerHTML = '<div id="root"></div>';
  const root = document.getElementById("root") as HTMLElement;
  act(() => render(screen, root));
  return { user: userEvent.setup(), unmount: () => render(null, root) };
}

type Answers = Record<string, (body: unknown) => Response | Promise<Response>>;

/** Answers requests by "METHOD path"; gives the list of what was asked. */
export function serve(answers: Answers) {
  const asked: { route: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const route = `${init.method} ${path}`;
    const body = init.body ? JSON.parse(String(init.body)) : undefined;
    asked.push({ route, body });
    const answer = answers[route];
    if (!answer) throw new TypeError(`no answer for ${route}`);
    return answer(body);
  });
  return asked;
}

export function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

export function problem(
  status: number,
  code: ProblemCode,
  { retryAfter, ...more }: { retryAfter?: number; errors?: unknown; administratorTold?: boolean } = {},
): Response {
  const headers: Record<string, string> = retryAfter ? { "Retry-After": String(retryAfter) } : {};
  const body = { type: `/problems#${code}`, title: code, status, code, ref: "7F3K-92QD", ...more };
  return new Response(JSON.stringify(body), { status, headers });
}

/** Where the screen wants to go, instead of going there. */
export function watchLeaving() {
  return {
    to: vi.spyOn(go, "to").mockReturnValue(),
    instead: vi.spyOn(go, "instead").mockReturnValue(),
    again: vi.spyOn(go, "again").mockReturnValue(),
  };
}
