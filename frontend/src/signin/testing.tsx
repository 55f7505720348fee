/** @jsxImportSource preact */
import { userEvent } from "@testing-library/user-event";
import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";
import { vi } from "vitest";
import { go } from "../browser/go.ts";
import { type Answers, serve as serveAll } from "../testing/server.ts";
import type { SignInPage } from "./page.ts";

export const acme: SignInPage = {
  organization: { code: "acme", name: "Acme Support" },
  providers: [{ provider: "google" }, { provider: "microsoft" }],
  passwordSignIn: true,
  contactText: "Call extension 4100.",
  trouble: false,
  branding: null,
  mail: false,
};

/** Puts a screen into the page. */
export function show(screen: ComponentChild) {
  document.body.innerHTML = '<div id="root"></div>';
  const root = document.getElementById("root") as HTMLElement;
  act(() => render(screen, root));
  return { user: userEvent.setup(), unmount: () => render(null, root) };
}

/** Answers requests; gives the list of what was asked. */
export function serve(answers: Answers) {
  return serveAll(answers).all;
}

/** Where the screen wants to go, instead of going there. */
export function watchLeaving() {
  return {
    to: vi.spyOn(go, "to").mockReturnValue(),
    instead: vi.spyOn(go, "instead").mockReturnValue(),
    again: vi.spyOn(go, "again").mockReturnValue(),
  };
}
