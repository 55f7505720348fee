/** What is looked up inside the page. It travels there as text, so it knows nothing of this file's other names. */

/** A thing as people name it: its role and its accessible name, or the label of a field. */
export interface Target {
  role?: string;
  name?: string | RegExp;
  label?: string | RegExp;
  /** The part of the page that holds it. */
  within?: Target;
}

export interface Seen {
  count: number;
  text: string;
  value: string;
  hasFocus: boolean;
  disabled: boolean;
  /** The middle, where a click meets it and nothing else; null while something lies over it. */
  middle: { x: number; y: number } | null;
}

/** A target as it travels: expressions by their source. */
interface Sent {
  role?: string;
  name?: string | { source: string; flags: string };
  label?: string | { source: string; flags: string };
  within?: Sent;
}

export function sent({ role, name, label, within }: Target): Sent {
  const told = (text: string | RegExp | undefined) =>
    text instanceof RegExp ? { source: text.source, flags: text.flags } : text;
  return { role, name: told(name), label: told(label), within: within && sent(within) };
}

/** The elements that fit, with the roles and names that the ARIA specifications compute. */
declare const TestingLibraryDom: {
  queryAllByRole(root: HTMLElement, role: string, options: object): HTMLElement[];
  queryAllByLabelText(root: HTMLElement, label: string | RegExp, options: object): HTMLElement[];
};

export function look(target: Sent, what: "look" | "show" | "focus" | "select" | { set: string }): Seen {
  const text = (told: Sent["name"]) => (typeof told === "object" ? new RegExp(told.source, told.flags) : told);
  const find = ({ role, name, label, within }: Sent, root: HTMLElement): HTMLElement[] => {
    const inside = within ? find(within, root)[0] : root;
    if (!inside) return [];
    return label === undefined
      ? TestingLibraryDom.queryAllByRole(inside, role ?? "", { name: text(name) })
      : TestingLibraryDom.queryAllByLabelText(inside, text(label) ?? "", { selector: "input, textarea, select" });
  };
  const found = find(target, document.body);
  const element = found[0] as HTMLInputElement | undefined;
  if (!element) return { count: 0, text: "", value: "", hasFocus: false, disabled: false, middle: null };
  if (what === "focus") element.focus();
  if (what === "select") element.select();
  if (typeof what === "object") {
    // As the browser's own picker does: pages that keep values of their own hear of it.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(element, what.set);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // What comes in is unseen at first, then moves.
  const around: Element[] = [element];
  for (let up = element.parentElement; up; up = up.parentElement) around.push(up);
  const comes = around.some((one) => getComputedStyle(one).opacity === "0" || one.getAnimations().length > 0);
  const met = () => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const middle = { x: x + width / 2, y: y + height / 2 };
    const hit = document.elementFromPoint(middle.x, middle.y);
    return hit && !comes && (element.contains(hit) || hit.contains(element)) ? middle : null;
  };
  if (what === "show") {
    if (!met()) element.scrollIntoView({ block: "center", behavior: "instant" });
    // Pages grow while they load: see Page.click.
    Object.assign(window, { clickMet: "no" });
    element.addEventListener("click", () => Object.assign(window, { clickMet: "yes" }), { once: true, capture: true });
  }
  return {
    count: found.length,
    text: element.innerText.replace(/\s+/g, " "),
    value: element.value ?? "",
    hasFocus: document.activeElement === element,
    disabled: element.matches(":disabled"),
    middle: met(),
  };
}
