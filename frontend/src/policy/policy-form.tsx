import { Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmed } from "../stepup/confirmed.tsx";
import { lengthOfTime } from "../text/length.ts";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { answered } from "../ui/confirm.tsx";
import { fieldError, isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { SaveBar } from "../ui/save-bar.tsx";
import { useToast } from "../ui/toasts.tsx";
import {
  changeOf,
  type Draft,
  type Limits,
  type NumberField,
  type Policy,
  type PolicyChange,
  wrongIn,
} from "./draft.ts";
import { FirstSignIns } from "./first-sign-in.tsx";
import { say } from "./texts/policy.ts";

/** The limits of the contract. */
export const limits: Limits = {
  sessionIdleMinutes: [30, 480],
  sessionAbsoluteMinutes: [30, 720],
  logDays: [7, 730],
  auditDays: [180, 3650],
};

interface PolicyFormProps {
  organization: string;
  policy: Policy;
  load: () => Promise<Policy | undefined>;
}

/** Everything of the policy that is saved together. */
export function PolicyForm({ organization, policy, load }: PolicyFormProps) {
  // The policy that the form was filled from: what somebody else saves meanwhile is refused, not overwritten.
  const [base, setBase] = useState(policy);
  const [draft, setDraft] = useState<Draft>({});
  const [wrong, setWrong] = useState<NumberField[]>([]);
  const confirmed = useConfirmed();
  const refresh = useRefresh();
  const toast = useToast();
  const begin = (from: Policy) => {
    setBase(from);
    setDraft({});
    setWrong([]);
  };
  const save = useMutation({
    mutationFn: (body: PolicyChange) => {
      const params = { path: { organization }, header: { "If-Match": base.etag } };
      return confirmed(() =>
        answered(calls.PATCH("/api/v1/organizations/{organization}/sign-in-policy", { params, body })),
      );
    },
    onSuccess: async (after) => {
      begin(after);
      toast(say("policy.saved"));
      await refresh();
    },
  });
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    const bad = wrongIn(draft, limits);
    setWrong(bad);
    if (bad[0]) return document.getElementById(bad[0])?.focus();
    const body = changeOf(draft, base);
    if (!body) return toast(say("policy.nothing"));
    save.mutate(body);
  }
  async function loadAnew() {
    const now = await load();
    save.reset();
    if (now) begin(now);
  }
  const typed = (field: NumberField) => draft[field] ?? String(base[field]);
  const number = (field: NumberField) => ({
    id: field,
    inputMode: "numeric" as const,
    styles: { wrapper: { maxWidth: "24rem" } },
    value: typed(field),
    onChange: (event: { currentTarget: HTMLInputElement }) => set({ [field]: event.currentTarget.value }),
    error: wrong.includes(field) && say("field.range", { from: limits[field][0], to: limits[field][1] }),
  });

  return (
    <form className="page" noValidate onSubmit={submit}>
      <FirstSignIns
        organization={organization}
        list={draft.firstSignIn ?? base.firstSignIn}
        policy={base}
        onChange={(firstSignIn) => set({ firstSignIn })}
      />
      <Card title={say("session.title")}>
        <TextInput
          label={say("session.idle")}
          description={lengthHint("session.idle-hint", base.sessionIdleMinutes, typed("sessionIdleMinutes"))}
          {...number("sessionIdleMinutes")}
        />
        <TextInput
          label={say("session.absolute")}
          description={lengthHint(
            "session.absolute-hint",
            base.sessionAbsoluteMinutes,
            typed("sessionAbsoluteMinutes"),
          )}
          {...number("sessionAbsoluteMinutes")}
        />
      </Card>
      <Card title={say("straight.title")}>
        <Checkbox
          label={say("straight.label")}
          description={say("straight.hint")}
          checked={draft.straightToProvider ?? base.straightToProvider}
          onChange={(event) => set({ straightToProvider: event.currentTarget.checked })}
        />
      </Card>
      <Card title={say("contact.title")}>
        <Textarea
          label={say("contact.label")}
          description={say("contact.hint")}
          maxLength={500}
          rows={4}
          value={draft.contactText ?? base.contactText}
          onChange={(event) => set({ contactText: event.currentTarget.value })}
          error={fieldError(save.error, "/contactText")}
        />
      </Card>
      <Card title={say("log.title")}>
        <TextInput label={say("log.label")} description={say("log.hint")} {...number("logDays")} />
        <TextInput label={say("changes.label")} description={say("changes.hint")} {...number("auditDays")} />
      </Card>
      <SaveBar>
        {save.error && <ProblemAlert problem={save.error} />}
        <Button type="submit" variant="filled" aria-disabled={save.isPending || undefined}>
          {say(save.isPending ? "policy.saving" : "policy.save")}
        </Button>
        {isRefused(save.error, "config_changed") && <Button onClick={loadAnew}>{say("policy.load")}</Button>}
        {base.changedAt && (
          <span className="small muted">
            {say("policy.changed", {
              who: who(base.changedBy),
              when: timeInSentence(new Date(base.changedAt), new Date()),
            })}
          </span>
        )}
      </SaveBar>
    </form>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
      </header>
      <div className="card-body narrow">{children}</div>
    </section>
  );
}

/** The limits and the saved length, and beside it what is typed, in hours and minutes. */
function lengthHint(id: "session.idle-hint" | "session.absolute-hint", saved: number, typed: string): string {
  const hint = say(id, { length: lengthOfTime(saved * 60) });
  if (!/^\d{1,4}$/.test(typed.trim()) || Number(typed) === saved) return hint;
  return `${hint} ${say("session.typed", { length: lengthOfTime(Number(typed) * 60) })}`;
}
