import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

/** How long the parts of the first page wait for each other, and how long it has to stand still to be whole. */
const patience = 1500;
const still = 50;

const coming = document.documentElement.classList;
const waiting = new Set<() => void>();
let isToCome = false;

/**
 * Whether the first page is there as a whole: what nobody waits for can be asked now. That the frame has given way is not
 * enough: what a slow page still lacks would wait behind it.
 */
export function useIsShown(): boolean {
  return useSyncExternalStore(
    (tell) => {
      waiting.add(tell);
      return () => waiting.delete(tell);
    },
    () => !isToCome,
  );
}

/**
 * Keeps the frame of the document in front of the app until the first page is there as a whole: parts that came one by
 * one would push each other about. A page of which something takes long is shown as it is.
 */
export function showAsWhole(queries: QueryClient, root: HTMLElement): void {
  isToCome = true;
  coming.add("coming");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed = 0;
  const look = () => {
    changed = performance.now();
    // One timer at a time: a page that is drawn changes a hundred times.
    timer ??= setTimeout(see, still);
  };
  const see = () => {
    const left = changed + still - performance.now();
    timer = left > 0 ? setTimeout(see, left) : undefined;
    if (!timer && isWhole(queries, root)) end();
  };
  const changes = new MutationObserver(look);
  const forget = queries.getQueryCache().subscribe(look);
  const show = () => coming.remove("coming");
  const last = setTimeout(show, patience);
  changes.observe(root, { childList: true, subtree: true });

  function end() {
    show();
    // First it is painted: on a slow phone what is only put off would still come before that.
    requestAnimationFrame(() =>
      setTimeout(() => {
        isToCome = false;
        for (const tell of waiting) tell();
      }),
    );
    changes.disconnect();
    forget();
    clearTimeout(timer);
    clearTimeout(last);
  }
}

function isWhole(queries: QueryClient, root: HTMLElement): boolean {
  const hasTitle = root.querySelector("main h1:not(.vh)") !== null;
  return hasTitle && queries.isFetching() === 0 && !root.querySelector("main .mantine-Skeleton-root");
}
