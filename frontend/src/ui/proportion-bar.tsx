import { Box } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import type { ReactNode, SVGAttributes } from "react";
import { widthsOf } from "./widths.ts";

interface ProportionBarProps<Part extends string> {
  /** From the beginning of a line to its end. */
  parts: readonly Part[];
  counts: Record<Part, number>;
  fills: Record<Part, SVGAttributes<SVGRectElement>>;
  height: number;
  /** What is drawn, for those who do not see it. */
  label: string;
  /** The definitions of the patterns that fills name. */
  children: ReactNode;
}

/**
 * One bar in proportion, drawn for the room that there is; paper has another, and it is
 * drawn whole there too. It runs as its legend does, and a part that is there is never
 * thinner than can be seen.
 */
export function ProportionBar<Part extends string>(props: ProportionBarProps<Part>) {
  const { parts, counts, fills, height, label, children } = props;
  const { ref, width: measured } = useElementSize();
  const room = measured || 900;
  const widths = widthsOf(
    parts.map((part) => counts[part]),
    room,
  );
  return (
    <Box ref={ref} h={height} style={{ overflow: "hidden" }}>
      <svg
        className="mirrored"
        width="100%"
        height={height}
        viewBox={`0 0 ${room} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {children}
        {parts.map((part, index) => {
          const { x = 0, width = 0 } = widths[index] ?? {};
          const inset = fills[part].stroke ? 0.5 : 0;
          return (
            width > 0 && (
              <rect
                key={part}
                className={part}
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
  );
}
