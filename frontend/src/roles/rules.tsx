import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import { type Role, useRoles } from "../api/roles.ts";
import { api, calls } from "../api/session.ts";
import { useOrganization, useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { roleTitle } from "../text/role.ts";
import { Confirm } from "../ui/confirm.tsx";
import { Empty, RowsToCome } from "../ui/empty.tsx";
import { Failed } from "../ui/failed.tsx";
import { isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { SaveBar } from "../ui/save-bar.tsx";
import { useToast } from "../ui/toasts.tsx";
import { LeaveGuard } from "../ui/unsaved-changes.tsx";
import { Otherwise, RuleMode } from "./rule-choices.tsx";
import { RuleForm } from "./rule-form.tsx";
import { RuleList } from "./rule-list.tsx";
import { RulePreview } from "./rule-preview.tsx";
import { draftOf, type Rule, type RuleSet, type Rules } from "./rule-text.ts";
import { say } from "./texts/rules.ts";
import { GroupsUnsent } from "./unsent.tsx";

/** Below the roles: which role people have by what their provider says of them (S13). */
export function RulesCard() {
  const { code } = useOrganization();
  const params = { params: { path: { organization: code } } };
  const rules = api.useQuery("get", "/api/v1/organizations/{organization}/role-rules", params);
  const roles = useRoles(code);
  if (roles.error) return null; // said above already
  return (
    <section className="card" aria-labelledby="rules">
      <header>
        <div>
          <h2 id="rules">{say("rules.title")}</h2>
          <p className="muted">{say("rules.sentence")}</p>
        </div>
      </header>
      {rules.error ? (
        <Failed problem={rules.error} onAgain={rules.refetch} />
      ) : rules.data && roles.data ? (
        <Editor
          key={rules.data.etag}
          organization={code}
          saved={rules.data}
          roles={roles.data.items}
          load={rules.refetch}
        />
      ) : (
        <RowsToCome />
      )}
    </section>
  );
}

interface EditorProps {
  organization: string;
  saved: Rules;
  roles: Role[];
  load: () => Promise<unknown>;
}

/** What is changed here is saved as a whole. What somebody else saves meanwhile is refused, not overwritten. */
function Editor({ organization, saved, roles, load }: EditorProps) {
  const [draft, setDraft] = useState<RuleSet>(() => draftOf(saved));
  const [open, setOpen] = useState<number | "preview" | "confirm" | null>(null);
  const refresh = useRefresh();
  const toast = useToast();
  const save = useConfirmedChange(
    (body: RuleSet) =>
      calls.PUT("/api/v1/organizations/{organization}/role-rules", {
        params: { path: { organization }, header: { "If-Match": saved.etag } },
        body,
      }),
    {
      onSuccess: async () => {
        toast(say("rules.saved"));
        await refresh();
      },
    },
  );
  const title = (key: string) => roleTitle(key, roles.find((one) => one.key === key)?.name ?? key);
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(saved));
  const mighty = draft.rules.some(
    (one) => one.role === "super_admin" && !saved.rules.some((is) => is.id === one.id && is.role === one.role),
  );
  const put = (rules: Rule[]) => setDraft({ ...draft, rules });
  const close = () => setOpen(null);
  function submit() {
    if (save.isPending) return;
    if (mighty || (draft.rules.some(({ role }) => role === "super_admin") && draft.mode !== saved.mode))
      setOpen("confirm");
    else save.mutate(draft);
  }
  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <LeaveGuard dirty={dirty && !save.isSuccess} />
        <div className="card-body">
          <Stack>
            <RuleMode draft={draft} onChange={setDraft} />
            <GroupsUnsent organization={organization} list={saved.groupsUnsent} />
            {draft.rules.length > 0 ? (
              <RuleList
                organization={organization}
                rules={draft.rules}
                title={title}
                warnings={dirty ? [] : saved.warnings}
                onMove={put}
                onEdit={setOpen}
              />
            ) : (
              <Empty title={say("rules.none")} why={say("rules.none-why")} />
            )}
            <div className="actions">
              <Button onClick={() => setOpen(draft.rules.length)}>{say("rules.add")}</Button>
              <Button onClick={() => setOpen("preview")}>{say("preview.open")}</Button>
            </div>
            <Otherwise draft={draft} roles={roles} onChange={setDraft} />
            {!dirty && saved.warnings.some(({ rule }) => rule === 0) && <p>{say("warning.super_admins_fall")}</p>}
          </Stack>
        </div>
        <SaveBar>
          {save.error && <ProblemAlert problem={save.error} />}
          <Button type="submit" variant="filled" aria-disabled={save.isPending || !dirty || undefined}>
            {say(save.isPending ? "rules.saving" : "rules.save")}
          </Button>
          {dirty && <Button onClick={() => setDraft(draftOf(saved))}>{say("rules.undo")}</Button>}
          {isRefused(save.error, "config_changed") && <Button onClick={load}>{say("rules.load")}</Button>}
        </SaveBar>
      </form>
      {/* Outside of the form: what a dialog sends would send the form too. */}
      {typeof open === "number" && (
        <RuleForm
          organization={organization}
          roles={roles}
          rule={draft.rules[open]}
          onClose={close}
          onDone={(rule) => {
            put(draft.rules.toSpliced(open, 1, rule));
            close();
          }}
        />
      )}
      {open === "preview" && <RulePreview organization={organization} rules={draft} title={title} onClose={close} />}
      {open === "confirm" && (
        <Confirm
          title={say("confirm.title")}
          action={say("confirm.action")}
          busyAction={say("rules.saving")}
          danger
          act={async () => {
            await save.mutateAsync({ ...draft, confirmSuperAdmin: true });
          }}
          onClose={close}
        >
          <p>{say("confirm.why")}</p>
        </Confirm>
      )}
    </>
  );
}
