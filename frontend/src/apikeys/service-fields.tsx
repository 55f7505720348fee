import { Checkbox, Stack, TextInput } from "@mantine/core";
import { fieldCode, missing, requiredError } from "../ui/problem.ts";
import { type Scope, scopes } from "./service.ts";
import { say } from "./texts/keys.ts";

/** What a service is called and what it may. */
export interface ServiceDraft {
  name: string;
  scopes: Scope[];
}

interface ServiceFieldsProps {
  draft: ServiceDraft;
  /** Whether it was sent with something missing. */
  isWrong: boolean;
  problem: unknown;
  onChange: (draft: ServiceDraft) => void;
}

/** Whether there is enough of it to send. */
export const isWhole = ({ name, scopes }: ServiceDraft) => name.trim() !== "" && scopes.length > 0;

/** Its name and its scopes, each with what it allows. */
export function ServiceFields({ draft, isWrong, problem, onChange }: ServiceFieldsProps) {
  const without = (isWrong && draft.scopes.length === 0) || fieldCode(problem, "/scopes") !== undefined;
  return (
    <>
      <TextInput
        data-autofocus
        label={say("field.name")}
        description={say("field.name-hint")}
        autoComplete="off"
        maxLength={60}
        dir="auto"
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        error={isWrong && draft.name.trim() === "" ? missing : requiredError(problem, "/name")}
      />
      <Checkbox.Group
        label={say("field.scopes")}
        description={say("field.scopes-hint")}
        value={draft.scopes}
        onChange={(chosen) => onChange({ ...draft, scopes: scopes.filter((scope) => chosen.includes(scope)) })}
        error={without && say("field.scopes-none")}
      >
        <Stack gap="xs" py="xs">
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={<bdi className="mono">{scope}</bdi>}
              description={say(`scope.${scope}`)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </>
  );
}
