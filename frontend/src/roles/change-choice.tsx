import { Checkbox, NativeSelect, Stack } from "@mantine/core";
import { useState } from "react";
import type { Role } from "../api/roles.ts";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { providerName } from "../text/provider.ts";
import { Dialog } from "../ui/dialog.tsx";
import { FieldsDialog } from "../ui/fields-dialog.tsx";
import { useToast } from "../ui/toasts.tsx";
import type { RoleChoice } from "./choices.tsx";
import { say } from "./texts/choices.ts";

type Change = components["schemas"]["RoleChoiceChange"];

interface ChangeChoiceProps {
  organization: string;
  choice: RoleChoice;
  /** Without super admins: nobody chooses to be one. */
  roles: Role[];
  title: (key: string) => string;
  load: () => Promise<unknown>;
  onClose: () => void;
}

/** Changes which roles a connection gives without rules. */
export function ChangeChoice(props: ChangeChoiceProps) {
  const { choice, onClose } = props;
  const provider = providerName(choice.provider, choice.label);
  return (
    <Dialog open title={say("choices.form", { provider })} onClose={onClose}>
      {/* Begins anew from what somebody else has saved, once that is loaded. */}
      <Form key={choice.etag} {...props} />
    </Dialog>
  );
}

function Form({ organization, choice, roles, title, load, onClose }: ChangeChoiceProps) {
  const [defaultRole, setDefault] = useState(choice.defaultRole ?? "");
  const [choices, setChoices] = useState(choice.choices);
  const refresh = useRefresh();
  const toast = useToast();
  const save = useConfirmedChange(
    (body: Change) =>
      calls.PUT("/api/v1/organizations/{organization}/role-choices/{connectionId}", {
        params: {
          path: { organization, connectionId: choice.connectionId },
          header: { "If-Match": choice.etag },
        },
        body,
      }),
    {
      onSuccess: async () => {
        onClose();
        toast(say("choices.saved"));
        await refresh();
      },
    },
  );
  return (
    <FieldsDialog
      action={say("choices.save")}
      busyAction={say("choices.saving")}
      isPending={save.isPending}
      problem={save.error}
      onLoad={load}
      onSubmit={() => save.mutate({ choices, ...(defaultRole && { defaultRole }) })}
      onClose={onClose}
    >
      <NativeSelect
        data-autofocus
        label={say("choices.default-label")}
        description={say("choices.default-why")}
        value={defaultRole}
        data={[
          { value: "", label: say("choices.keep") },
          ...roles.map(({ key }) => ({ value: key, label: title(key) })),
        ]}
        onChange={(event) => setDefault(event.currentTarget.value)}
      />
      <Checkbox.Group
        label={say("choices.list-label")}
        description={say("choices.list-why")}
        value={choices}
        onChange={(chosen) => setChoices(roles.map(({ key }) => key).filter((key) => chosen.includes(key)))}
      >
        <Stack gap="xs" py="xs">
          {roles.map(({ key }) => (
            <Checkbox key={key} value={key} label={title(key)} />
          ))}
        </Stack>
      </Checkbox.Group>
    </FieldsDialog>
  );
}
