import { Button, Checkbox, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Role } from "../api/roles.ts";
import fieldErrors from "../text/field-errors.en.json";
import { providerName } from "../text/provider.ts";
import { roleTitle } from "../text/role.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { isAmbiguous, pathOf, pathText, type Rule, valuesOf } from "./rule-text.ts";
import { say } from "./texts/rules.ts";
import { useConnections } from "./use-connections.ts";
import { useOneName } from "./use-one-name.ts";

interface RuleFormProps {
  organization: string;
  roles: Role[];
  /** The rule that is changed; none: a new one. */
  rule: Rule | undefined;
  onDone: (rule: Rule) => void;
  onClose: () => void;
}

/** Where a rule looks, how it compares, and which role it gives. It is saved with all others. */
export function RuleForm(props: RuleFormProps) {
  return (
    <Dialog open title={say(props.rule ? "form.change" : "rules.add")} onClose={props.onClose}>
      <Fields {...props} />
    </Dialog>
  );
}

const ops = { claim: ["contains", "one_of", "is"], email_domain: ["one_of"] } as const;

function Fields({ organization, roles, rule, onDone, onClose }: RuleFormProps) {
  const connections = useConnections(organization);
  const [source, setSource] = useState<Rule["source"]>(rule?.source ?? "claim");
  const [op, setOp] = useState<Rule["op"]>(rule?.op ?? "contains");
  const [path, setPath] = useState(pathText(rule?.path ?? []));
  const [values, setValues] = useState(rule?.values.join("\n") ?? "");
  const [role, setRole] = useState(rule?.role ?? "agent");
  const [connectionId, setConnection] = useState(rule?.connectionId ?? "");
  const [ignoreCase, setIgnoreCase] = useState(rule?.ignoreCase ?? false);
  const [sure, setSure] = useState(rule?.superAdmin ?? false);
  const [tried, setTried] = useState(false);
  const list = valuesOf(values);
  const [oneName, setOneName] = useState(
    rule?.path?.length === 1 && isAmbiguous(pathText(rule.path)) ? true : undefined,
  );
  const found = useOneName(organization, path);
  const isOneName = oneName ?? found ?? false;
  const names = pathOf(path, isOneName);
  const isClaim = source === "claim";
  const many = isClaim && op !== "one_of" && list.length > 1;
  const mighty = role === "super_admin";
  const missing = list.length === 0 || (isClaim && names.length === 0) || many || (mighty && !sure);
  function submit() {
    setTried(true);
    if (missing) return;
    onDone({
      ...(rule?.id && { id: rule.id }),
      ...(connectionId && { connectionId }),
      source,
      ...(isClaim && { path: names }),
      op: isClaim ? op : "one_of",
      values: list,
      ...(isClaim && ignoreCase && { ignoreCase }),
      role,
      ...(mighty && { superAdmin: true }),
    });
  }
  const required = (lacks: boolean) => (tried && lacks ? fieldErrors.required : undefined);
  return (
    <DialogForm
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{say("confirm.cancel")}</Button>
          <Button type="submit" variant="filled">
            {say("form.done")}
          </Button>
        </>
      }
    >
      <NativeSelect
        data-autofocus
        label={say("form.source")}
        value={source}
        data={(["claim", "email_domain"] as const).map((value) => ({ value, label: say(`form.${value}`) }))}
        onChange={(event) => setSource(event.currentTarget.value as Rule["source"])}
      />
      {isClaim && (
        <TextInput
          label={say("form.path")}
          description={names.length > 1 ? say("form.path-seen", { path: pathText(names) }) : say("form.path-hint")}
          dir="ltr"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={path}
          error={required(names.length === 0)}
          onChange={(event) => {
            setPath(event.currentTarget.value);
            setOneName(undefined);
          }}
        />
      )}
      {isClaim && isAmbiguous(path) && (
        <Checkbox
          label={say("form.path-one")}
          description={oneName === undefined && found !== undefined ? say("form.path-found") : undefined}
          checked={isOneName}
          onChange={(event) => setOneName(event.currentTarget.checked)}
        />
      )}
      {isClaim && (
        <NativeSelect
          label={say("form.op")}
          value={op}
          data={ops.claim.map((value) => ({ value, label: say(`form.${value}`) }))}
          onChange={(event) => setOp(event.currentTarget.value as Rule["op"])}
        />
      )}
      <Textarea
        label={say(isClaim ? "form.values" : "form.domains")}
        description={say("form.values-hint")}
        dir="ltr"
        rows={4}
        spellCheck={false}
        value={values}
        error={tried && many ? say("form.one-value") : required(list.length === 0)}
        onChange={(event) => setValues(event.currentTarget.value)}
      />
      {isClaim && (
        <Checkbox
          label={say("form.ignore-case")}
          checked={ignoreCase}
          onChange={(event) => setIgnoreCase(event.currentTarget.checked)}
        />
      )}
      <NativeSelect
        label={say("form.connection")}
        value={connectionId}
        data={[
          { value: "", label: say("form.any") },
          ...connections.map(({ connectionId, provider, label }) => ({
            value: connectionId,
            label: providerName(provider, label),
          })),
        ]}
        onChange={(event) => setConnection(event.currentTarget.value)}
      />
      <NativeSelect
        label={say("form.role")}
        value={role}
        data={roles.map(({ key, name }) => ({ value: key, label: roleTitle(key, name) }))}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
      {mighty && (
        <Checkbox
          label={say("form.super-admin")}
          checked={sure}
          error={required(!sure)}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  );
}
