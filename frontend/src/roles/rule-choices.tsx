import { NativeSelect, Radio, Stack } from "@mantine/core";
import type { Role } from "../api/roles.ts";
import { roleTitle } from "../text/role.ts";
import type { RuleSet } from "./rule-text.ts";
import { say } from "./texts/rules.ts";

const modes = ["off", "suggest", "automatic", "provider_wins"] as const;
const defaults = ["keep", "role", "refuse"] as const;

interface ChoiceProps {
  draft: RuleSet;
  onChange: (draft: RuleSet) => void;
}

/** What the rules do at a sign-in. */
export function RuleMode({ draft, onChange }: ChoiceProps) {
  return (
    <Radio.Group
      label={say("mode.label")}
      value={draft.mode}
      onChange={(mode) => onChange({ ...draft, mode: mode as RuleSet["mode"] })}
    >
      <Stack gap="xs" py="xs">
        {modes.map((mode) => (
          <Radio key={mode} value={mode} label={say(`mode.${mode}`)} description={say(`mode.${mode}-why`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** What becomes of whom no rule fits. */
export function Otherwise({ draft, roles, onChange }: ChoiceProps & { roles: Role[] }) {
  const defaultRoles = roles.filter(({ key }) => key !== "super_admin");
  return (
    <div className="narrow">
      <Stack>
        <NativeSelect
          label={say("otherwise.label")}
          description={say(`otherwise.${draft.otherwise}-why`)}
          value={draft.otherwise}
          data={defaults.map((value) => ({ value, label: say(`otherwise.${value}`) }))}
          onChange={({ currentTarget: { value } }) => {
            const { otherwiseRole: _, ...rest } = draft;
            const otherwise = value as RuleSet["otherwise"];
            onChange({ ...rest, otherwise, ...(otherwise === "role" && { otherwiseRole: "agent" }) });
          }}
        />
        {draft.otherwise === "role" && (
          <NativeSelect
            label={say("otherwise.which")}
            value={draft.otherwiseRole}
            data={defaultRoles.map(({ key, name }) => ({ value: key, label: roleTitle(key, name) }))}
            onChange={(event) => onChange({ ...draft, otherwiseRole: event.currentTarget.value })}
          />
        )}
      </Stack>
    </div>
  );
}
