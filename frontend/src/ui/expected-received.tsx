import { Box, Flex, Paper } from "@mantine/core";
import { say } from "../text/app.ts";
import { differing } from "./differing.ts";

/** What was expected over what was received; where there are both, the part that differs is marked. */
export function Versus({ expected, received }: { expected: string | null; received: string | null }) {
  if (!expected && !received) return null;
  const [expectedParts, receivedParts] = differing(expected ?? "", received ?? "");
  return (
    <Paper component="dl" withBorder radius="sm" style={{ overflow: "hidden" }}>
      {expected && <Side name={say("versus.expected")} parts={expectedParts} />}
      {received && <Side isBelow={Boolean(expected)} name={say("versus.received")} parts={receivedParts} />}
    </Paper>
  );
}

interface SideProps {
  name: string;
  parts: [before: string, differs: string, after: string];
  /** Whether the other side stands above. */
  isBelow?: boolean;
}

const marked = {
  background: "none",
  color: "inherit",
  fontWeight: 700,
  textDecoration: "underline 2px var(--bad)",
  textUnderlineOffset: 4,
};

function Side({ name, parts: [before, differs, after], isBelow }: SideProps) {
  return (
    <Flex
      direction={{ base: "column", xs: "row" }}
      align={{ base: "stretch", xs: "baseline" }}
      gap="0 12px"
      px="sm"
      py="xs"
      style={isBelow ? { borderTop: "1px solid var(--line)" } : undefined}
    >
      <Box component="dt" flex="none" w="5.5rem" c="dimmed" fz={13} fw={600} lh="1.25rem">
        {name}
      </Box>
      <dd>
        <code>
          {before}
          {differs && <mark style={marked}>{differs}</mark>}
          {after}
        </code>
      </dd>
    </Flex>
  );
}
