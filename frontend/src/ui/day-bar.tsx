import { Hatch, Legend } from "./day-chart.tsx";
import { fills, type Numbers, parts } from "./day-numbers.ts";
import { ProportionBar } from "./proportion-bar.tsx";

/** How the sign-ins of one day ended: a bar, and the numbers. */
export function DayBar({ total, label }: { total: Numbers; label: string }) {
  return (
    <>
      <ProportionBar parts={parts} counts={total} fills={fills} height={28} label={label}>
        <Hatch />
      </ProportionBar>
      <Legend total={total} />
    </>
  );
}
