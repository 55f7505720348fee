/** A page as a person uses it: names, clicks, keys. Everything waits until it is so, or fails with what was there. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "@playwright/test";
import { clicking, type Tab, typing } from "./driver";
import { look, type Seen, sent, type Target } from "./look";

const library = readFileSync(
  createRequire(import.meta.url).resolve("@testing-library/dom/dist/@testing-library/dom.umd.js"),
  "utf8",
);

const keys = { Tab: "\uE004", Enter: "\uE006", Escape: "\uE00C", Backspace: "\uE003" };

export const button = (name: string | RegExp, within?: Target): Target => ({ role: "button", name, within });
export const link = (name: string | RegExp, within?: Target): Target => ({ role: "link", name, within });
export const heading = (name: string | RegExp): Target => ({ role: "heading", name });
export const field = (label: string | RegExp, within?: Target): Target => ({ label, within });
/** A part of a page by its heading. */
export const card = (name: string): Target => ({ role: "region", name });
export const dialog = (name?: string | RegExp): Target => ({ role: "dialog", name });
export const main: Target = { role: "main" };
export const alert: Target = { role: "alert" };

export class Page {
  constructor(
    private readonly tab: Tab,
    private readonly base: string,
  ) {}

  goto(path: string) {
    return this.tab.goto(new URL(path, this.base).href);
  }

  async reload() {
    await this.tab.goto(await this.evaluate("location.href"));
  }

  press(key: keyof typeof keys) {
    return this.tab.act(typing(keys[key]));
  }

  /** Again where it moved away below the pointer, as a person does. */
  async click(target: Target) {
    await this.until(target, "is clicked", async () => {
      const { middle, disabled } = await this.look(target, "show");
      if (!middle || disabled) return false;
      await this.tab.act(clicking(middle.x, middle.y));
      return (await this.evaluate("String(window.clickMet)")) !== "no";
    });
  }

  /** By the keyboard: the focus goes there, and Enter is pressed. */
  async enter(target: Target) {
    await this.until(target, "takes the focus", async () => (await this.look(target, "focus")).hasFocus);
    await this.press("Enter");
  }

  /** A radio, by the keyboard. */
  async choose(target: Target) {
    await this.until(target, "takes the focus", async () => (await this.look(target, "focus")).hasFocus);
    await this.tab.act(typing(" "));
  }

  async fill(target: Target, text: string) {
    await this.click(target);
    await this.look(target, "select");
    await this.tab.act(typing(text === "" ? keys.Backspace : text));
    await this.expectValue(target, text);
  }

  /** A field whose keys differ from browser to browser, as those of dates do. */
  async set(target: Target, value: string) {
    await this.expectThere(target);
    await this.look(target, { set: value });
    await this.expectValue(target, value);
  }

  async isThere(target: Target) {
    return (await this.look(target)).count > 0;
  }

  async expectThere(...targets: Target[]) {
    for (const target of targets) await this.until(target, "is there", () => this.isThere(target));
  }

  /** One of them is there, or more. */
  async expectOne(...targets: Target[]) {
    await this.until(targets[0] as Target, "or another is there", async () => {
      for (const target of targets) if (await this.isThere(target)) return true;
      return false;
    });
  }

  async expectGone(target: Target) {
    await this.until(target, "is gone", async () => !(await this.isThere(target)));
  }

  async expectFocus(target: Target) {
    const told = `the focus is on ${name(target)}`;
    await expect.poll(async () => (await this.look(target)).hasFocus || this.focused(), { message: told }).toBe(true);
  }

  /** The focus is in there, or on it. */
  async expectFocusIn(target: Target) {
    const inside = `document.activeElement?.closest('[role=${target.role}], ${target.role}') !== null`;
    await this.expectThere(target);
    await this.until(target, "holds the focus", async () => (await this.evaluate(`String(${inside})`)) === "true");
  }

  async expectText(target: Target, text: string | RegExp) {
    const told = `what ${name(target)} says`;
    const shown = expect.poll(async () => (await this.look(target)).text, { message: told });
    await (typeof text === "string" ? shown.toContain(text) : shown.toMatch(text));
  }

  async expectValue(target: Target, value: string) {
    await expect
      .poll(async () => (await this.look(target)).value, { message: `what ${name(target)} holds` })
      .toBe(value);
  }

  async expectPath(path: RegExp) {
    await expect.poll(() => this.evaluate("location.pathname"), { message: "the path" }).toMatch(path);
  }

  /** A string from the page; empty while it is on its way to another. */
  async evaluate(expression: string): Promise<string> {
    return this.tab.evaluate(expression).catch(() => "");
  }

  async look(target: Target, what: Parameters<typeof look>[1] = "look"): Promise<Seen> {
    const call = `JSON.stringify((${look})(${JSON.stringify(sent(target))}, ${JSON.stringify(what)}))`;
    const run = () => this.evaluate(`typeof TestingLibraryDom === "undefined" ? "without" : ${call}`);
    let answer = await run();
    if (answer === "without") {
      await this.evaluate(`(function () { ${library}; return "" }).call(window)`);
      answer = await run();
    }
    return JSON.parse(answer.startsWith("{") ? answer : '{"count":0,"text":"","value":"","middle":null}');
  }

  private focused() {
    return this.evaluate("document.activeElement?.outerHTML.slice(0, 200) ?? ''");
  }

  private async until(target: Target, what: string, probe: () => Promise<boolean>) {
    await expect.poll(probe, { message: `${name(target)} ${what}`, intervals: [20, 50, 100] }).toBe(true);
  }
}

function name({ role, name: called, label, within }: Target): string {
  const own = label === undefined ? `${role} ${called ?? ""}`.trim() : `field ${label}`;
  return within ? `${own} in ${name(within)}` : own;
}
