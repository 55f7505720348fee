/** The parts of a bar, from the bottom to the top. */
export const parts = ["finished", "asked", "refused", "failed", "notReturned"] as const;
export type Part = (typeof parts)[number];
export type Numbers = Record<Part, number>;

/** How each is drawn. */
export const fills: Record<Part, { fill: string; opacity?: number; stroke?: string }> = {
  finished: { fill: "var(--chart-1)" },
  asked: { fill: "var(--chart-1)", opacity: 0.5 },
  refused: { fill: "var(--chart-2)" },
  failed: { fill: "var(--chart-2)", opacity: 0.5 },
  notReturned: { fill: "url(#hatch)", stroke: "var(--chart-3)" },
};

/** The numbers of one day, "2026-11-09". */
export type Day = { day: string } & Numbers;

/** The sum of several days or providers. */
export function sum(all: Numbers[]): Numbers {
  const total = { finished: 0, asked: 0, refused: 0, failed: 0, notReturned: 0 };
  for (const one of all) for (const part of parts) total[part] += one[part];
  return total;
}

/** The height of one of the four steps of the scale: a round number, and four of them reach the highest bar. */
export function stepOf(highest: number): number {
  const least = Math.max(1, highest / 4);
  const power = 10 ** Math.floor(Math.log10(least));
  const round = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((factor) => factor * power).filter(Number.isInteger);
  return round.find((step) => step >= least) ?? 10 * power;
}
