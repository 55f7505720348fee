import { type RefObject, useEffect, useRef, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { attempt } from "../browser/memory.ts";

/**
 * Brings the focus to the title of a page that was just opened, unless the page asks for it nearer: in a field that
 * begins focused. Where only the query of the address changed, the focus stays, unless what had it is gone. A page
 * may be drawn several times until it is all there; the focus goes with it until the reader does something.
 */
export function usePageFocus(main: RefObject<HTMLElement | null>): void {
  const [path] = useLocation();
  const search = useSearch();
  // Somebody who comes back from a provider goes on, although the browser has loaded the app anew.
  const [start] = useState(() => ({ path: attempt.read() === null ? path : null, search }));
  const last = useRef<{ path: string | null; search: string }>(start);
  const isOldEntry = useOldEntry();
  useEffect(() => {
    const before = last.current;
    last.current = { path, search };
    const page = main.current;
    const isNew = before.path !== path;
    if (!page || (!isNew && before.search === search)) return;
    // The browser puts the reader where they were, and a place of the page is an address of its own.
    const preventScroll = !isNew || isOldEntry.current || location.hash !== "";
    isOldEntry.current = false;
    const focus = () => focusTitle(page, preventScroll);
    if (isNew ? !isAskedFor(page) : isLost()) focus();
    return untilActed(page, () => isLost() && focus());
  }, [main, path, search, isOldEntry]);
}

/** Whether Back or Forward led here. */
function useOldEntry(): RefObject<boolean> {
  const isOld = useRef(false);
  useEffect(() => {
    const note = () => {
      isOld.current = true;
    };
    // Before the page changes by it.
    window.addEventListener("popstate", note, true);
    return () => window.removeEventListener("popstate", note, true);
  }, []);
  return isOld;
}

/** Whether the new page, or a dialog over it, has the focus. */
function isAskedFor(page: HTMLElement): boolean {
  const now = document.activeElement;
  return now !== null && now !== page && (page.contains(now) || now.closest('[role="dialog"]') !== null);
}

function isLost(): boolean {
  return !document.activeElement || document.activeElement === document.body;
}

function focusTitle(page: HTMLElement, preventScroll: boolean): void {
  const title = page.querySelector("h1");
  if (!title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll });
}

/** Calls a function when the page was drawn anew, until the reader acts. Returns what ends it. */
function untilActed(page: HTMLElement, onDrawn: () => void): () => void {
  const drawn = new MutationObserver(onDrawn);
  const acted = new AbortController();
  const end = () => {
    drawn.disconnect();
    acted.abort();
  };
  drawn.observe(page, { childList: true, subtree: true });
  for (const act of ["keydown", "pointerdown"])
    window.addEventListener(act, end, { capture: true, signal: acted.signal });
  return end;
}
