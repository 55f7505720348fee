import { Box } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { Hatch, Legend } from "./day-chart.tsx";
import { fills, type Numbers, parts } from "./day-numbers.ts";
import { widthsOf } from "./widths.ts";

const height = 28;

/** How the sign-ins of one day ended: one bar in proportion, drawn for the room that there is, and the numbers. */
export function DayBar({ total, label }: { total: Numbers; label: string }) {
  const { ref, width: measured } = useElementSize();
  const room = measured || 900;
  const widths = widthsOf(
    parts.map((part) => total[part]),
    room,
  );
  return (
    <>
      <Box ref={ref} h={height} style={{ overflow: "hidden" }}>
        <svg width="100%" height={height} viewBox={`0 0 ${room} ${height}`} role="img" aria-label={label}>
          <Hatch />
          {parts.map((part, index) => {
            const { x = 0, width = 0 } = widths[index] ?? {};
            const inset = part === "notReturned" ? 0.5 : 0;
            return (
              width > 0 && (
                <rect
                  key={part}
                  {...fills[part]}
                  x={x + inset}
                  y={inset}
                  width={width - 2 * inset}
                  height={height - 2 * inset}
                  rx="3"
                />
              )
            );
          })}
        </svg>
      </Box>
      <Legend total={total} />
    </>
  );
}
