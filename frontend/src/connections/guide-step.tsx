import { Box, Checkbox, Flex, Stack, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import type { CopyName } from "../providers/descriptor.ts";
import type { Guide, Step } from "../providers/guides.ts";
import { Icon } from "../ui/icons.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useCopy } from "../ui/use-copy.ts";
import { isCopyName } from "./copy-names.ts";
import { GuideFigure } from "./guide-figure.tsx";
import { Marked } from "./marked.tsx";
import { say } from "./texts/connections.ts";

type Copy = components["schemas"]["CopyBlock"];

interface GuideStepProps {
  guide: Guide;
  step: Step;
  copy: Copy;
  isDone: boolean;
  /** The first that is not done. */
  isCurrent: boolean;
  onToggle: () => void;
}

/** One step: a tick box, and its text while it is the current one or was opened. */
export function GuideStep({ guide, step, copy, isDone, isCurrent, onToggle }: GuideStepProps) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? isCurrent;
  const number = guide.steps.indexOf(step) + 1;
  const id = `step-${step.id}`;
  function tick() {
    setChosen(null);
    onToggle();
  }
  return (
    <li className={isCurrent ? "now" : undefined} aria-current={isCurrent ? "step" : undefined}>
      <Checkbox
        size="18px"
        pt="calc(var(--mark) - 3px)"
        checked={isDone}
        onChange={tick}
        aria-label={say("guide.done", { id: number })}
      />
      <div>
        <UnstyledButton
          type="button"
          display="flex"
          w="100%"
          mih={{ base: 44, xs: 36 }}
          py={4}
          fz="sm"
          lh="1.25rem"
          fw={isDone ? 400 : 600}
          c={isDone ? "dimmed" : undefined}
          style={{ gap: 8, alignItems: "center", justifyContent: "space-between" }}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setChosen(!open)}
        >
          {number}. {step.title}
          <Box component="span" c="dimmed" style={open ? { rotate: "180deg" } : undefined}>
            <Icon name="down" />
          </Box>
        </UnstyledButton>
        <div id={id} hidden={!open}>
          {open && (
            <Stack gap="sm" pb="sm">
              <StepText guide={guide} step={step} copy={copy} />
            </Stack>
          )}
        </div>
      </div>
    </li>
  );
}

/** What to do in a step. */
export function StepText({ guide, step, copy }: Pick<GuideStepProps, "guide" | "step" | "copy">) {
  return (
    <>
      {step.text.map((text) => (
        <p key={text}>
          <Marked text={text} />
        </p>
      ))}
      {step.copy && (
        <Flex component="p" wrap="wrap" gap="0 16px">
          {step.copy.filter(isCopyName).map((name) => (
            <CopyLink key={name} name={name} value={copy[name]} />
          ))}
        </Flex>
      )}
      {step.figure && <GuideFigure figure={step.figure} copy={copy} />}
      {step.mistake && (
        <Flex component="p" gap="xs" className="small muted">
          <Box component="span" mt={2} c="var(--warn)">
            <Icon name="alert" />
          </Box>
          <span>
            <span className="vh">{say("guide.mistake")}: </span>
            <Marked text={step.mistake} />
          </span>
        </Flex>
      )}
      {step.link && guide.console.url && (
        <p>
          <a className="link" href={guide.console.url} target="_blank" rel="noreferrer">
            {say("guide.open", { name: guide.console.name })}
          </a>
        </p>
      )}
    </>
  );
}

function CopyLink({ name, value }: { name: CopyName; value: string }) {
  const toast = useToast();
  const label = say(`copy.${name}`);
  const { copied, copy } = useCopy(
    value,
    () => toast(say("copy.said", { name: label })),
    () => toast(say("copy.refused", { name: label })),
  );
  return (
    <UnstyledButton type="button" className="quiet" onClick={copy}>
      <Icon name="copy" />
      {copied ? say("copy.done") : say("copy.of", { name: label })}
    </UnstyledButton>
  );
}
