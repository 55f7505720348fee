import { cleanup, configure, getConfig } from "@testing-library/react";
import { afterAll, afterEach, vi } from "vitest";
import { takeBrowser } from "./test-browser.ts";

// What is ours begins anew with each file; the libraries and the browser are shared.
vi.resetModules();
afterAll(takeBrowser());

// What happy-dom leaves out and Mantine asks for.
window.matchMedia ??= (query) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as never;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// It is always the same moment, and it stands still, so that no test passes or fails by the day or the hour (the zone is
// UTC for all). A test in which time goes on fakes the timers, too; they begin at this moment.
const now = new Date("2026-11-24T10:00:00Z");
vi.setSystemTime(now);

// No test finds the page, the address, the storage or the clock of the one before.
afterEach(() => {
  cleanup();
  history.replaceState(null, "", "/");
  vi.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.setSystemTime(now);
});

// A slow machine is no failure: a test that starts the whole app waits as long as it takes. What it waits for is looked for at every change of
// the page; the page itself is drawn into the last error alone, which the wait does, and not into each one before.
const patience = 15_000;
if (getConfig().asyncUtilTimeout !== patience)
  configure(({ getElementError }) => ({
    asyncUtilTimeout: patience,
    getElementError: (message, container) =>
      message && isWaiting() ? notFound(message) : getElementError(message, container),
  }));

function isWaiting(): boolean {
  return (getConfig() as { _disableExpensiveErrorDiagnostics?: boolean })._disableExpensiveErrorDiagnostics === true;
}

function notFound(message: string): Error {
  return Object.assign(new Error(message), { name: "TestingLibraryElementError" });
}
