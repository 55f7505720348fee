import { NativeSelect, TextInput } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { say } from "./texts/keys.ts";

const lifetimes = ["30d", "90d", "1y", "3y", "never"] as const;

/** How long a new secret can be used; `never` counts only if it was typed as well. */
export interface Lifetime {
  choice: (typeof lifetimes)[number];
  typed: string;
}

export const aYear: Lifetime = { choice: "1y", typed: "" };

/** Whether never was chosen and not typed. */
export function isUntyped({ choice, typed }: Lifetime): boolean {
  return choice === "never" && typed.trim().toLowerCase() !== say("life.word");
}

/** As the contract has it. */
export function lifetimeOf({ choice }: Lifetime): components["schemas"]["NewServiceSecret"] {
  return choice === "never" ? { never: true } : { lifetime: choice };
}

interface LifetimeFieldProps {
  value: Lifetime;
  /** Whether it was sent with a never that was not typed. */
  isWrong: boolean;
  onChange: (value: Lifetime) => void;
}

/** The choice of a time; a secret for ever takes a word typed by hand. */
export function LifetimeField({ value, isWrong, onChange }: LifetimeFieldProps) {
  const word = say("life.word");
  return (
    <>
      <NativeSelect
        label={say("life.label")}
        description={say("life.hint")}
        data={lifetimes.map((one) => ({ value: one, label: say(`life.${one}`) }))}
        value={value.choice}
        onChange={(event) => onChange({ choice: event.currentTarget.value as Lifetime["choice"], typed: "" })}
      />
      {value.choice === "never" && (
        <TextInput
          label={say("life.type", { word })}
          description={say("life.type-why")}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={value.typed}
          onChange={(event) => onChange({ ...value, typed: event.currentTarget.value })}
          error={isWrong && isUntyped(value) && say("life.type-wrong", { word })}
        />
      )}
    </>
  );
}
