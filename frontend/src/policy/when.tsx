import { Flex, TextInput, UnstyledButton } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { components } from "../api/schema.gen.ts";
import { PickPerson } from "../people/pick-person.tsx";
import { zonePlace } from "../text/time.ts";
import { momentOf, wallOf } from "../text/zone.ts";
import { say } from "./texts/policy.ts";

type PersonName = Pick<components["schemas"]["PersonName"], "id" | "name" | "email">;

/** What the person decides in the wizard. */
export interface Chosen {
  /** As a field of date and time holds it: "2026-12-01T08:00", in the reader's zone. */
  from: string;
  /** Who becomes exempt besides those who are. */
  added: PersonName[];
}

/** Tomorrow at 08:00 of the reader, as a field of date and time holds it. */
export function tomorrowMorning(now: Date): string {
  const today = wallOf(now);
  return typedMoment(momentOf({ ...today, day: today.day + 1, hour: 8, minute: 0 }));
}

/** A moment as a field of date and time holds it. */
export function typedMoment(moment: Date): string {
  const at = wallOf(moment);
  const two = (count: number) => String(count).padStart(2, "0");
  return `${at.year}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}`;
}

/** The moment of what a field of date and time holds, in the reader's zone; null if it is none. */
export function readMoment(text: string): Date | null {
  const [year, month, day, hour, minute] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text)?.slice(1).map(Number) ?? [];
  if (!year || !month || !day || hour === undefined || minute === undefined) return null;
  return momentOf({ year, month, day, hour, minute });
}

interface WhenProps {
  organization: string;
  chosen: Chosen;
  /** Who is exempt already. */
  exempt: PersonName[];
  me: PersonName | undefined;
  wrong: boolean;
  /** Whether the date has the focus when it appears. */
  isFirst: boolean;
  onChange: (chosen: Chosen) => void;
}

/** From when, and who keeps the password. */
export function When({ organization, chosen, exempt, me, wrong, isFirst, onChange }: WhenProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wrong) field.current?.focus();
  }, [wrong]);
  const others = exempt.filter((one) => one.id !== me?.id);
  const kept = new Set([me?.id, ...exempt.map((one) => one.id), ...chosen.added.map((one) => one.id)]);
  return (
    <>
      <TextInput
        ref={field}
        autoFocus={isFirst}
        type="datetime-local"
        maw="18rem"
        label={say("date.label", { zone: zonePlace() })}
        description={say("date.hint")}
        value={chosen.from}
        onChange={(event) => onChange({ ...chosen, from: event.currentTarget.value })}
        error={wrong && say("date.wrong")}
      />
      <h3>{say("date.exempt")}</h3>
      <Flex component="ul" direction="column" gap="xs">
        {me && <li>{say("date.you", { name: me.name })}</li>}
        {others.map((one) => (
          <li key={one.id}>{one.name}</li>
        ))}
        {chosen.added.map((one) => (
          <li key={one.id}>
            {one.name}{" "}
            <UnstyledButton
              type="button"
              className="quiet"
              onClick={() => onChange({ ...chosen, added: chosen.added.filter((kept) => kept.id !== one.id) })}
            >
              {say("date.remove", { name: one.name })}
            </UnstyledButton>
          </li>
        ))}
      </Flex>
      <PickPerson
        organization={organization}
        label={say("date.add")}
        action={say("do.exempt")}
        without={(person) => kept.has(person.id)}
        onPick={({ id, name, email }) => onChange({ ...chosen, added: [...chosen.added, { id, name, email }] })}
      />
    </>
  );
}
