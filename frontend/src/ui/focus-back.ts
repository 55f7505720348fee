import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/** Where the focus came from when a dialog opened, and what stood around it then, from near to far. */
type Trail = HTMLElement[];

interface Open {
  dialog: RefObject<HTMLElement | null>;
  trail: Trail;
}

/** The open dialogs: one that opened from another knows the way back of both. */
const stack = new Set<Open>();
const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";

// A click does not focus a button in every browser (Safari): what was pressed is noted.
let pressed: Element | null = null;
if (typeof document !== "undefined")
  document.addEventListener("click", ({ target }) => (pressed = target instanceof Element ? target : null), true);

/**
 * Gives the focus back when a dialog closes or goes away: to what opened it, and
 * where that is gone to the nearest control or heading around its place.
 */
export function useFocusBack(open: boolean, dialog: RefObject<HTMLElement | null>): void {
  const mine = useRef<Open>({ dialog, trail: [] });
  // Before the dialog takes the focus, which it does a moment after it is drawn.
  useLayoutEffect(() => {
    const own = mine.current;
    if (!open) return;
    own.trail = trailFrom(opener());
    stack.add(own);
  }, [open]);
  // After the dialog has left the page.
  useEffect(() => {
    const own = mine.current;
    if (!open) return;
    return () => {
      stack.delete(own);
      const dialog = own.dialog.current;
      const back = () => isLost(dialog) && giveBack(own.trail);
      back();
      // One that closes before it has taken the focus takes it while it fades out.
      setTimeout(back);
    };
  }, [open]);
}

function opener(): Element | null {
  const { activeElement, body } = document;
  return activeElement && activeElement !== body ? activeElement : (pressed?.closest(controls) ?? null);
}

/** What is not on the page any more stood in the dialog that is just going away. */
function trailFrom(from: Element | null): Trail {
  const isBelow = ({ dialog }: Open) => (from?.isConnected ? dialog.current?.contains(from) : !dialog.current);
  const below = [...stack].findLast(isBelow);
  const trail: Trail = [];
  for (let one = from; one && one !== document.body && one !== below?.dialog.current; one = one.parentElement)
    if (one instanceof HTMLElement) trail.push(one);
  return below ? [...trail, ...below.trail] : trail;
}

/** Whoever closed the dialog has not put the focus elsewhere. */
function isLost(dialog: Element | null): boolean {
  const now = document.activeElement;
  return !now || now === document.body || !now.isConnected || Boolean(dialog?.contains(now));
}

function giveBack([first, ...around]: Trail): void {
  if (first && takes(first)) return;
  for (const one of around.filter((place) => place.isConnected)) {
    // What holds the title is the page.
    if (one.querySelector("h1")) break;
    if ([...one.querySelectorAll<HTMLElement>(controls)].some((control) => takes(control))) return;
    const heading = one.querySelector<HTMLElement>("h2, h3");
    if (heading && takes(heading, true)) return;
  }
  const page = document.querySelector<HTMLElement>("main h1") ?? document.querySelector<HTMLElement>("main");
  if (page) takes(page, true);
}

/** Whether it has the focus now: what is gone, hidden or no control does not take it. */
function takes(target: HTMLElement, made = false): boolean {
  if (!target.isConnected) return false;
  if (made && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: !made });
  return document.activeElement === target;
}
