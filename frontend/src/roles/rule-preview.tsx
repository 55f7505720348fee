import { Button, NativeSelect, Radio, Stack, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { providerName } from "../text/provider.ts";
import { Address } from "../ui/address.tsx";
import { answered } from "../ui/confirm.tsx";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { fieldCode, isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { pathText, type RuleSet } from "./rule-text.ts";
import { say } from "./texts/rules.ts";
import { useConnections } from "./use-connections.ts";

type Schemas = components["schemas"];

interface PreviewProps {
  organization: string;
  rules: RuleSet;
  title: (role: string) => string;
  onClose: () => void;
}

/** What the rules would do, saved or not: to everybody, to the account of the last test, or to pasted claims. */
export function RulePreview(props: PreviewProps) {
  return (
    <Dialog open title={say("preview.title")} onClose={props.onClose}>
      <Ask {...props} />
    </Dialog>
  );
}

const forms = ["people", "test", "claims"] as const;

function Ask({ organization, rules, title, onClose }: PreviewProps) {
  const connections = useConnections(organization);
  const [of, setOf] = useState<(typeof forms)[number]>("people");
  const [chosen, setConnection] = useState("");
  const [claims, setClaims] = useState("");
  const connectionId = chosen || (of === "test" ? connections[0]?.connectionId : undefined);
  const preview = useMutation<Schemas["RoleRulePreview"], unknown, void>({
    mutationFn: () =>
      answered(
        calls.POST("/api/v1/organizations/{organization}/role-rules/preview", {
          params: { path: { organization } },
          body: {
            of,
            rules,
            ...(of === "claims" && { claims }),
            ...(of !== "people" && connectionId && { connectionId }),
          },
        }),
      ),
  });
  const { account, people, warnings } = preview.data ?? {};
  return (
    <DialogForm
      onSubmit={() => preview.isPending || preview.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{say("preview.close")}</Button>
          <Button type="submit" variant="filled" aria-disabled={preview.isPending || undefined}>
            {say(preview.isPending ? "preview.busy" : "preview.ask")}
          </Button>
        </>
      }
    >
      <Radio.Group
        label={say("preview.of")}
        value={of}
        onChange={(value) => {
          setOf(value as typeof of);
          preview.reset();
        }}
      >
        <Stack gap="xs" py="xs">
          {forms.map((one) => (
            <Radio key={one} value={one} label={say(`preview.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {of === "test" && (
        <NativeSelect
          label={say("form.connection")}
          value={connectionId}
          data={connections.map(({ connectionId, provider, label }) => ({
            value: connectionId,
            label: providerName(provider, label),
          }))}
          onChange={(event) => setConnection(event.currentTarget.value)}
        />
      )}
      {of === "claims" && (
        <Textarea
          label={say("preview.paste")}
          description={say("preview.paste-hint")}
          dir="ltr"
          rows={6}
          spellCheck={false}
          value={claims}
          error={fieldCode(preview.error, "/claims") ? say("preview.no-json") : undefined}
          onChange={(event) => setClaims(event.currentTarget.value)}
        />
      )}
      <div role="status">
        {preview.error ? (
          isRefused(preview.error, "test_required") ? (
            <p>{say("preview.no-test")}</p>
          ) : (
            <ProblemAlert problem={preview.error} />
          )
        ) : null}
        {account && <Account account={account} title={title} />}
        {people && <People people={people} title={title} />}
        {warnings && warnings.length > 0 && (
          <ul>
            {warnings.map(({ rule, code }) => (
              <li key={`${rule}${code}`}>
                {rule > 0 && <b>{say("rule.number", { place: String(rule) })} </b>}
                {say(`warning.${code}`)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </DialogForm>
  );
}

function Account({ account, title }: { account: Schemas["RoleRuleAccount"]; title: PreviewProps["title"] }) {
  const { fit, rule, role, refused, claims } = account;
  const place = String(rule);
  return (
    <Stack gap="xs">
      <p>
        {refused
          ? say("result.refused")
          : fit === "unknown"
            ? say("result.unknown", { place })
            : !role
              ? say("result.kept")
              : rule === 0
                ? say("result.default", { role: title(role) })
                : say("result.rule", { place, role: title(role) })}
      </p>
      <details>
        <summary>{say.count("result.claims", claims.length)}</summary>
        <ul dir="ltr">
          {claims.map(({ path, values }) => (
            <li key={pathText(path)} className="small">
              <b>{pathText(path)}</b> {values.join(", ")}
            </li>
          ))}
        </ul>
      </details>
    </Stack>
  );
}

/** How many people are named; how many there are is said above them. */
const named = 20;

function People({ people, title }: { people: Schemas["RoleRulePeople"]; title: PreviewProps["title"] }) {
  const others = people.changes + people.refused - Math.min(people.items.length, named);
  return (
    <Stack gap="xs">
      <p>{say.count("result.changes", people.changes)}</p>
      {people.refused > 0 && <p>{say.count("result.people-refused", people.refused)}</p>}
      {people.unknown > 0 && <p>{say.count("result.people-unknown", people.unknown)}</p>}
      <Stack component="ul" gap="xs">
        {people.items.slice(0, named).map((one) => (
          <li key={one.userId}>
            {one.said
              ? say("result.person", { name: one.name, from: title(one.role), to: title(one.said) })
              : say("result.person-refused", { name: one.name })}
            <p className="sub">
              <Address of={one.email} />
            </p>
          </li>
        ))}
      </Stack>
      {others > 0 && <p className="muted">{say.count("result.more", others)}</p>}
    </Stack>
  );
}
