import { Checkbox, Stack, TextInput } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { say as sayInApp } from "../text/app.ts";
import { rolePermissions } from "../text/role.ts";
import { FieldsDialog } from "../ui/fields-dialog.tsx";
import { fieldCode, fieldError, requiredError } from "../ui/problem.ts";
import { say } from "./texts/roles.ts";

type RolePermission = components["schemas"]["RolePermission"];

/** What a role is called and what it permits. */
export interface RoleDraft {
  /** Of a new role: one that is there keeps its own. */
  key?: string;
  name: string;
  description: string;
  permissions: RolePermission[];
}

interface RoleFormProps {
  draft: RoleDraft;
  action: string;
  busyAction: string;
  isPending: boolean;
  problem: unknown;
  /** Begins anew from what somebody else has saved. */
  onLoad?: () => void;
  onChange: (draft: RoleDraft) => void;
  onSubmit: () => void;
  onClose: () => void;
}

/** The fields of a role, new or known, with what came of sending them. */
export function RoleForm({ draft, onChange, ...dialog }: RoleFormProps) {
  const { problem } = dialog;
  const text = (member: "key" | "name" | "description") => ({
    label: say(`field.${member}`),
    autoComplete: "off",
    value: draft[member] ?? "",
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      const follows = member === "name" && draft.key === keyOf(draft.name);
      onChange({ ...draft, [member]: value, ...(follows && { key: keyOf(value) }) });
    },
  });
  return (
    <FieldsDialog {...dialog}>
      <TextInput
        {...text("name")}
        data-autofocus
        description={say("field.name-hint")}
        maxLength={60}
        dir="auto"
        error={requiredError(problem, "/name")}
      />
      {draft.key !== undefined && (
        <TextInput
          {...text("key")}
          description={say("field.key-hint")}
          maxLength={40}
          dir="ltr"
          spellCheck={false}
          error={keyError(problem)}
        />
      )}
      <TextInput {...text("description")} maxLength={200} dir="auto" error={fieldError(problem, "/description")} />
      <Checkbox.Group
        label={say("field.may")}
        description={say("field.may-hint")}
        value={draft.permissions}
        onChange={(chosen) =>
          onChange({ ...draft, permissions: rolePermissions.filter((one) => chosen.includes(one)) })
        }
      >
        <Stack gap="xs" py="xs">
          {rolePermissions.map((one) => (
            <Checkbox key={one} value={one} label={sayInApp(`role.${one}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </FieldsDialog>
  );
}

/** The key that a name suggests, until somebody writes another: "Help desk" has help_desk. Empty where the name has no Latin letters. */
function keyOf(name: string): string {
  const latin = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return latin
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, 40)
    .replace(/_$/, "");
}

function keyError(problem: unknown): string | undefined {
  return fieldCode(problem, "/key") ? say("field.key-format") : undefined;
}
