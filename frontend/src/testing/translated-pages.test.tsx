import { cleanup, screen } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { liveWithTranslation } from "../browser/translated.ts";
import * as connections from "../connections/testing.tsx";
import * as shell from "../shell/testing.tsx";
import { tom } from "../shell/testing.tsx";
import * as log from "../signinlog/testing.tsx";
import { json } from "./server.ts";
import { noticed, translate } from "./translator.ts";

beforeAll(liveWithTranslation);
// What goes away by itself after a second or more stays, or a slow machine would see it gone on one of two walks.
beforeEach(() => {
  const { setTimeout: later } = globalThis;
  vi.stubGlobal("setTimeout", (work: () => void, ms = 0) => (ms < 1000 ? later(work, ms) : 0));
});

/** The controls of a page, one after another. */
type Step = (user: UserEvent) => Promise<unknown>;
const choose = (name: string, value: string) => async (user: UserEvent) =>
  user.selectOptions(await screen.findByRole("combobox", { name }), value);
const press = (name: string) => async (user: UserEvent) => user.click(await screen.findByRole("button", { name }));
const follow = (name: string) => async (user: UserEvent) => user.click(await screen.findByRole("link", { name }));
const type = (name: string, text: string) => async (user: UserEvent) =>
  user.type(await screen.findByLabelText(name), text);

const walks: [page: string, begin: () => Promise<void>, steps: Step[]][] = [
  [
    "the sign-in log: filters, search, a sign-in, the export",
    async () => {
      log.serve();
      await log.open("/sign-in-log");
    },
    [
      choose("Result", "refused"),
      choose("Result", ""),
      choose("Period", "all"),
      type("Search by reference or person", "maya{Enter}"),
      follow("7F3K-92QD"),
      press("Export"),
      follow("Changes"),
      follow("Sign-ins"),
    ],
  ],
  [
    "the users: filters, sorting, a person",
    async () => {
      shell.serve({
        "GET users": () => json(200, { items: [tom], next: "page2", total: 62 }),
        [`GET users/${tom.id}`]: () => json(200, tom),
      });
      await shell.open("/users");
    },
    [
      press("Sort by Name"),
      press("Sort by E-mail"),
      type("Search by name or e-mail", "to{Enter}"),
      press("Next"),
      follow("Tom Berg"),
    ],
  ],
  [
    "the settings form: what is missing, what looks wrong, what is copied",
    async () => {
      connections.serve().answer("GET connections/con_1", () => json(200, connections.blank));
      await connections.open("/sso-settings/connections/con_1");
    },
    [
      press("Copy Redirect URI"),
      press("Save and test"),
      type("Client ID", "x"),
      type("Client secret", "12345678"),
      press("Save and test"),
    ],
  ],
];

/** The text of the page; the styles that stand in it are named anew each time. */
function words(): string {
  const page = document.body.cloneNode(true) as HTMLElement;
  for (const style of page.querySelectorAll("style")) style.remove();
  return page.textContent ?? "";
}

/** What can be read after each step; `look` is what the browser does to the page meanwhile. */
async function walk([, begin, steps]: (typeof walks)[number], look: () => void): Promise<string[]> {
  const user = userEvent.setup({ delay: null });
  const said: string[] = [];
  const rendered = async () => {
    await quiet();
    look();
    await noticed();
    said.push(words());
  };
  await begin();
  await rendered();
  for (const step of steps) {
    await step(user);
    await rendered();
  }
  cleanup();
  return said;
}

/** Waits until no code and no answer is on its way, and the page changes no more by itself. */
async function quiet(): Promise<void> {
  await screen.findAllByRole("heading");
  for (let before = ""; before !== document.body.innerHTML || isToCome(); ) {
    before = document.body.innerHTML;
    await vi.dynamicImportSettled();
    await noticed();
    await noticed();
  }
}

function isToCome(): boolean {
  return document.querySelector(".mantine-Skeleton-root") !== null;
}

it.each(walks)("F12: a page reads the same while the browser translates it: %s", async (...page) => {
  const plain = await walk(page, () => {});
  expect(plain.join()).not.toContain("The page could not be loaded");
  expect(await walk(page, () => translate("in its place"))).toEqual(plain);
});
