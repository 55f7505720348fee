import { Box, Flex, Stack } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { say } from "../text/app.ts";
import { shortDay } from "../text/time.ts";
import { type Day, fills, type Numbers, type Part, parts, stepOf, sum } from "./day-numbers.ts";

/** How sign-ins ended on each day: stacked bars, their sums, and the same numbers as a table. */
export function DayChart({ days }: { days: Day[] }) {
  return (
    <Stack gap="md" px="pad" py="md">
      <Legend total={sum(days)} />
      <Drawing days={days} />
      <p className="muted small">{say("chart.why")}</p>
      <details>
        <summary>{say("chart.table")}</summary>
        {/* On a phone it is wider than its card. */}
        <Box mt="sm" tabIndex={0} role="region" aria-label={say("chart.table")} style={{ overflowX: "auto" }}>
          <NumberTable days={days} />
        </Box>
      </details>
    </Stack>
  );
}

/** The parts by name, with their numbers. */
export function Legend({ total }: { total: Numbers }) {
  return (
    <Flex component="ul" wrap="wrap" gap="8px 24px" fz={13} lh="1.25rem" className="legend">
      {parts.map((part) => (
        <Flex key={part} component="li" align="center" gap="xs">
          <svg width="14" height="14" aria-hidden="true">
            <rect {...fills[part]} x="0.5" y="0.5" width="13" height="13" rx="2" />
          </svg>
          {say(`chart.${part}`)} <b>{total[part]}</b>
        </Flex>
      ))}
    </Flex>
  );
}

/** The room that the name of a day takes in any language: "29 نوفمبر", "29 sept". */
const longestName = 64;

/** Drawn for the room that there is: on a small screen lower, with fewer days named; on paper the same, made to fit. */
function Drawing({ days }: { days: Day[] }) {
  const { ref, width: room } = useElementSize();
  const width = room || 900;
  const small = width < 560;
  const bottom = small ? 120 : 152;
  const top = 8;
  const left = 32;
  const step = stepOf(Math.max(0, ...days.map(heightOf)));
  const y = (count: number) => bottom - (count / (4 * step)) * (bottom - top);
  const slot = (width - left) / Math.max(1, days.length);
  const everyDays = small ? 4 : 2;
  const first = days[0]?.day ?? "";
  const last = days.at(-1)?.day ?? "";
  const label = say("chart.label", { from: shortDayOf(first), to: shortDayOf(last), ...sum(days) });
  return (
    <Box ref={ref} h={small ? 144 : 176} style={{ overflow: "hidden" }}>
      <svg
        className="chart"
        width="100%"
        height={bottom + 24}
        viewBox={`0 0 ${width} ${bottom + 24}`}
        role="img"
        aria-label={label}
      >
        <Hatch />
        {[1, 2, 3, 4].map((line) => (
          <g key={line}>
            <line stroke="var(--line)" x1={left} x2={width} y1={y(line * step)} y2={y(line * step)} />
            <text x={left - 8} y={y(line * step) + 4} textAnchor="end">
              {line * step}
            </text>
          </g>
        ))}
        {days.map((day, index) => {
          const middle = left + slot * (index + 0.5);
          const named = (days.length - 1 - index) % everyDays === 0;
          // The last day stands at the edge: its name ends there where it is longer than the room of its bar.
          const isTight = index === days.length - 1 && slot < longestName;
          return (
            <g key={day.day}>
              <Bar day={day} x={middle - barWidth(slot) / 2} width={barWidth(slot)} y={y} />
              {named && (
                <text x={middle} y={bottom + 18} textAnchor={isTight ? "end" : "middle"} dx={isTight ? slot / 2 : 0}>
                  {shortDay(day.day)}
                </text>
              )}
            </g>
          );
        })}
        <line stroke="var(--border)" x1={left} x2={width} y1={bottom} y2={bottom} />
      </svg>
    </Box>
  );
}

/** The parts on top of each other, 2 px apart. A part that is there is never thinner than a line. */
function Bar({ day, x, width, y }: { day: Numbers; x: number; width: number; y: (count: number) => number }) {
  let below = 0;
  return parts.map((part) => {
    const from = y(below);
    below += day[part];
    const height = Math.max(1, from - y(below) - (from === y(0) ? 0 : 2));
    if (day[part] === 0) return null;
    return <Piece key={part} part={part} x={x} y={y(below)} width={width} height={height} />;
  });
}

function Piece({ part, x, y, width, height }: { part: Part; x: number; y: number; width: number; height: number }) {
  // An outline is drawn inside of the part's own room.
  const inset = part === "notReturned" ? 0.5 : 0;
  return (
    <rect
      {...fills[part]}
      x={x + inset}
      y={y + inset}
      width={width - 2 * inset}
      height={Math.max(1, height - 2 * inset)}
    />
  );
}

/** What fills the part that did not return: defined once in each drawing. */
export function Hatch() {
  return (
    <defs>
      <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line stroke="var(--chart-3)" strokeWidth="2" x1="0" y1="0" x2="0" y2="5" />
      </pattern>
    </defs>
  );
}

function NumberTable({ days }: { days: Day[] }) {
  return (
    <Box component="table" maw="36rem" className="table numbers">
      <thead>
        <tr>
          <th scope="col">{say("chart.day")}</th>
          {parts.map((part) => (
            <th key={part} scope="col">
              {say(`chart.${part}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map((day) => (
          <NumberRow key={day.day} name={shortDay(day.day)} numbers={day} />
        ))}
      </tbody>
      <Box component="tfoot" fw={600}>
        <NumberRow name={say("chart.total")} numbers={sum(days)} />
      </Box>
    </Box>
  );
}

function NumberRow({ name, numbers }: { name: string; numbers: Numbers }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {parts.map((part) => (
        <td key={part}>{numbers[part]}</td>
      ))}
    </tr>
  );
}

function heightOf(day: Numbers): number {
  return parts.reduce((height, part) => height + day[part], 0);
}

function shortDayOf(day: string): string {
  return day && shortDay(day);
}

function barWidth(slot: number): number {
  return Math.min(28, slot * 0.6);
}
