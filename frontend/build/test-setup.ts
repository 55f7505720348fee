import { configure } from "@testing-library/dom";
import { afterEach, vi } from "vitest";

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

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.setSystemTime(now);
});

// A slow machine is no failure: a test that starts the whole app waits as long as it takes.
configure({ asyncUtilTimeout: 15_000 });
