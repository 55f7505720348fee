import { expect, it } from "vitest";
import { widthsOf } from "./widths.ts";

it("parts fill the room in proportion, with gaps between", () => {
  const [click, ask, refused] = widthsOf([60, 30, 10], 136);
  expect(click).toEqual({ x: 0, width: 70 });
  expect(ask).toEqual({ x: 73, width: 40 });
  expect(refused).toEqual({ x: 116, width: 20 });
});

it("a part of one in many thousands can still be seen, and none is not drawn", () => {
  const [click, ask, refused] = widthsOf([99_999, 0, 1], 300);
  expect(refused?.width).toBeGreaterThanOrEqual(10);
  expect(ask?.width).toBe(0);
  expect((click?.width ?? 0) + 3 + (refused?.width ?? 0)).toBeCloseTo(300);
});

it("nobody at all is no bar", () => {
  expect(widthsOf([0, 0, 0], 300).map(({ width }) => width)).toEqual([0, 0, 0]);
});
