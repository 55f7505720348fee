import { Checkbox, Radio, Stack, TextInput } from "@mantine/core";
import { FieldsDialog } from "../ui/fields-dialog.tsx";
import { fieldCode, fieldError } from "../ui/problem.ts";
import { say } from "./texts/webhooks.ts";
import { type EventType, eventTypes } from "./webhook.ts";

/** What a webhook is; no types are all. */
export interface WebhookDraft {
  url: string;
  description: string;
  types: EventType[];
}

interface WebhookFormProps {
  draft: WebhookDraft;
  action: string;
  busyAction: string;
  isPending: boolean;
  problem: unknown;
  /** Begins anew from what somebody else has saved. */
  onLoad?: () => void;
  onChange: (draft: WebhookDraft) => void;
  onSubmit: () => void;
  onClose: () => void;
}

/** The fields of a webhook, new or known, with what came of sending them. */
export function WebhookForm({ draft, onChange, ...dialog }: WebhookFormProps) {
  const { problem } = dialog;
  const code = fieldCode(problem, "/url");
  const urlError =
    code === "invalid"
      ? say("field.url-wrong")
      : code === "out_of_range"
        ? say("field.url-full")
        : fieldError(problem, "/url");
  return (
    <FieldsDialog {...dialog}>
      <TextInput
        data-autofocus
        label={say("field.url")}
        description={say("field.url-hint")}
        type="url"
        inputMode="url"
        autoComplete="off"
        maxLength={500}
        dir="ltr"
        value={draft.url}
        onChange={(event) => onChange({ ...draft, url: event.currentTarget.value })}
        error={urlError}
      />
      <TextInput
        label={say("field.description")}
        description={say("field.description-hint")}
        autoComplete="off"
        maxLength={100}
        dir="auto"
        value={draft.description}
        onChange={(event) => onChange({ ...draft, description: event.currentTarget.value })}
        error={fieldError(problem, "/description")}
      />
      <Types value={draft.types} onChange={(types) => onChange({ ...draft, types })} />
    </FieldsDialog>
  );
}

function Types({ value, onChange }: { value: EventType[]; onChange: (types: EventType[]) => void }) {
  const all = value.length === 0;
  return (
    <>
      <Radio.Group
        label={say("field.types")}
        value={all ? "all" : "some"}
        onChange={(chosen) => onChange(chosen === "all" ? [] : eventTypes)}
      >
        <Stack gap="xs" pt="xs">
          <Radio value="all" label={say("field.types-all")} description={say("field.types-all-why")} />
          <Radio value="some" label={say("field.types-some")} />
        </Stack>
      </Radio.Group>
      {!all && (
        <Checkbox.Group
          label={say("field.types-which")}
          value={value}
          onChange={(chosen) => onChange(eventTypes.filter((one) => chosen.includes(one)))}
        >
          <Stack gap="xs" py="xs">
            {eventTypes.map((one) => (
              <Checkbox key={one} value={one} label={<bdi className="mono">{one}</bdi>} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    </>
  );
}
