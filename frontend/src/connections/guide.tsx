import { Box, Paper, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Guide as Data, Step } from "../providers/guides.ts";
import { providerOf } from "../providers/providers.tsx";
import { longDay } from "../text/time.ts";
import { Failed } from "../ui/failed.tsx";
import { GuideStep, StepText } from "./guide-step.tsx";
import type { Connection } from "./states.ts";
import { say } from "./texts/connections.ts";
import { useTicks } from "./use-ticks.ts";

/** The steps at the provider, beside the form. */
export function Guide({ connection }: { connection: Connection }) {
  const { done, toggle } = useTicks(connection);
  return <GuideCard connection={connection} done={done} onToggle={toggle} />;
}

/** What a guide needs to know of a connection. */
type Guided = Pick<Connection, "kind" | "preset" | "copy">;

interface GuideCardProps {
  connection: Guided;
  done: string[];
  onToggle: (id: string) => void;
}

/** The steps, wherever their ticks are kept. */
export function GuideCard({ connection, done, onToggle }: GuideCardProps) {
  const guide = useGuide(connection);
  if (!guide.data) return <ToCome guide={guide} />;
  return (
    <aside className="card guide" aria-labelledby="guide">
      <header>
        <h2 id="guide">{guide.data.title}</h2>
        <p>{progress(guide.data, done)}</p>
      </header>
      <Steps guide={guide.data} steps={guide.data.steps} connection={connection} done={done} onToggle={onToggle} />
    </aside>
  );
}

function ToCome({ guide }: { guide: ReturnType<typeof useGuide> }) {
  if (!guide.error)
    return (
      <aside aria-label={say("guide.loading")}>
        <Skeleton h={480} radius="md" />
      </aside>
    );
  return (
    <aside className="card" aria-label={say("guide.label")}>
      <Failed problem={guide.error} onAgain={guide.refetch} />
    </aside>
  );
}

/** The one step that a new secret needs, in the place of all of them. */
export function SecretGuide({ connection }: { connection: Connection }) {
  const query = useGuide(connection);
  if (!query.data) return <ToCome guide={query} />;
  const guide = query.data;
  return (
    <aside className="card guide" aria-labelledby="guide">
      <header>
        <h2 id="guide">{guide.title}</h2>
      </header>
      <Stack gap="sm" px="pad" py="md">
        <h3>{guide.newSecret.title}</h3>
        <StepText guide={guide} step={guide.newSecret} copy={connection.copy} />
      </Stack>
    </aside>
  );
}

/** The parts of the form that have steps of their own. */
type Part = "copy" | "paste";

/** On a small screen: the steps for one part of the form, closed, above its fields. */
export function GuideDetails({ connection, part }: { connection: Connection; part: Part }) {
  const guide = useGuide(connection);
  const { done, toggle } = useTicks(connection);
  if (!guide.data) return null;
  const steps = guide.data.steps.filter((step) => step.part === part);
  const numbers = steps.map((step) => (guide.data?.steps.indexOf(step) ?? 0) + 1);
  return (
    <Paper component="details" withBorder radius="sm">
      <Box component="summary" px="md" py="sm">
        {partTitle(part, numbers)}
      </Box>
      <Box component="p" px="md" pb="xs" className="small muted">
        {progress(guide.data, done)}
      </Box>
      <Steps guide={guide.data} steps={steps} connection={connection} done={done} onToggle={toggle} />
    </Paper>
  );
}

interface StepsProps {
  guide: Data;
  steps: Step[];
  connection: Guided;
  done: string[];
  onToggle: (id: string) => void;
}

function Steps({ guide, steps, connection, done, onToggle }: StepsProps) {
  const current = guide.steps.find((step) => !done.includes(step.id));
  return (
    <ol className="steps">
      {steps.map((step) => (
        <GuideStep
          key={step.id}
          guide={guide}
          step={step}
          copy={connection.copy}
          isDone={done.includes(step.id)}
          isCurrent={step === current}
          onToggle={() => onToggle(step.id)}
        />
      ))}
    </ol>
  );
}

function useGuide({ kind, preset }: Guided) {
  return useQuery({
    queryKey: ["guide", kind, preset],
    queryFn: async () => (await providerOf({ kind, preset }).guide()).default,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function progress({ steps, checkedOn }: Data, done: string[]): string {
  const count = steps.filter(({ id }) => done.includes(id)).length;
  const counts = { done: count, all: steps.length };
  return checkedOn ? say("guide.progress", { ...counts, date: longDay(checkedOn) }) : say("guide.steps", counts);
}

function partTitle(part: Part, numbers: number[]): string {
  const from = numbers[0] ?? 1;
  const to = numbers.at(-1) ?? from;
  return from === to ? say(`guide.${part}-part-one`, { from }) : say(`guide.${part}-part`, { from, to });
}
