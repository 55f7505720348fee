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

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

// A slow machine is no failure: a test that starts the whole app waits as long as it takes.
configure({ asyncUtilTimeout: 15_000 });
