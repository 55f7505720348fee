import { QueryClient } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { showAsWhole, useIsShown } from "./first-view.ts";

let root: HTMLElement;
const isComing = () => document.documentElement.classList.contains("coming");

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<div id="root"></div>';
  root = document.getElementById("root") as HTMLElement;
});

/** Draws something, and lets its observers know. */
async function draw(html: string) {
  root.innerHTML = html;
  await vi.advanceTimersByTimeAsync(60);
}

describe("the first page", () => {
  it("is shown when nothing of it is to come", async () => {
    showAsWhole(new QueryClient(), root);
    await draw('<main><h1 class="vh">Opening</h1></main>');
    expect(isComing()).toBe(true);
    await draw('<main><h1>Users</h1><div class="mantine-Skeleton-root"></div></main>');
    expect(isComing()).toBe(true);
    await draw("<main><h1>Users</h1></main>");
    expect(isComing()).toBe(false);
  });

  it("waits for answers", async () => {
    const queries = new QueryClient();
    showAsWhole(queries, root);
    let answer = (_: string) => {};
    const asked = queries.fetchQuery({
      queryKey: ["a"],
      queryFn: () => new Promise<string>((done) => (answer = done)),
    });
    await draw("<main><h1>Users</h1></main>");
    expect(isComing()).toBe(true);
    answer("it");
    await asked;
    await vi.advanceTimersByTimeAsync(60);
    expect(isComing()).toBe(false);
  });

  it("is shown as it is when it takes long", async () => {
    showAsWhole(new QueryClient(), root);
    await vi.advanceTimersByTimeAsync(1499);
    expect(isComing()).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(isComing()).toBe(false);
  });

  it("has what nobody waits for asked only when it is whole, however long that takes", async () => {
    let paint = () => {};
    vi.stubGlobal("requestAnimationFrame", (then: () => void) => {
      paint = then;
    });
    showAsWhole(new QueryClient(), root);
    const { result } = renderHook(useIsShown);
    await draw('<main><h1>Users</h1><div class="mantine-Skeleton-root"></div></main>');
    await vi.advanceTimersByTimeAsync(1500);
    expect([isComing(), result.current]).toEqual([false, false]);
    await draw("<main><h1>Users</h1></main>");
    // Not before it is painted.
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect([isComing(), result.current]).toEqual([false, false]);
    paint();
    await act(() => vi.advanceTimersByTimeAsync(1));
    expect(result.current).toBe(true);
  });
});
