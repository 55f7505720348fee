import { Button, UnstyledButton } from "@mantine/core";
import { type ReactNode, useEffect, useId, useState } from "react";
import { Link } from "wouter";
import { isBrand, providerOf } from "../providers/providers.tsx";
import { providerName, providerTitle } from "../text/provider.ts";
import { asProblem } from "../ui/problem.ts";
import { SaveBar } from "../ui/save-bar.tsx";
import { LeaveGuard } from "../ui/unsaved-changes.tsx";
import { ChangeRefused } from "./change-refused.tsx";
import { ClientAuthField } from "./client-auth.tsx";
import { CopyBlock } from "./copy-block.tsx";
import { useOrganization } from "./data.ts";
import { ErrorSummary } from "./error-summary.tsx";
import { entriesOf } from "./fields.ts";
import { type EditProps, FormField } from "./form-field.tsx";
import { GuideDetails } from "./guide.tsx";
import { StaleNotice } from "./stale-notice.tsx";
import type { Connection } from "./states.ts";
import { say } from "./texts/connections.ts";
import { useEdit } from "./use-edit.ts";

interface ConnectionFormProps {
  connection: Connection;
  /** The steps stand closed above the fields that they serve. */
  isGuideInForm: boolean;
  /** Asks for a new secret and nothing else. */
  isSecretOnly: boolean;
  /** Shows the other fields as well; what was typed stays. */
  onAll: () => void;
}

/** The values to copy and the values to paste. Saving makes a draft; nothing changes for people until it has passed. */
export function ConnectionForm({ connection, isGuideInForm, isSecretOnly, onAll }: ConnectionFormProps) {
  const { name: org } = useOrganization();
  const edit = useEdit(connection);
  const isStale = asProblem(edit.refusal).code === "config_changed";
  return (
    <>
      <LeaveGuard dirty={edit.isDirty} />
      <form
        className="card form"
        noValidate
        aria-label={say("form.label", { name: providerTitle(connection.provider, connection.label) })}
        onSubmit={(event) => {
          event.preventDefault();
          // Enter is the primary button.
          edit.submit((event.nativeEvent as SubmitEvent).submitter?.getAttribute("value") !== "draft");
        }}
      >
        <div className="form-top">
          {isStale && <StaleNotice problem={edit.refusal} onLoad={edit.load} />}
          {!isStale && edit.refusal !== null && <ChangeRefused problem={edit.refusal} org={org} />}
          <ErrorSummary key={edit.tries} kind={connection.kind} errors={edit.errors} />
        </div>
        {isSecretOnly ? (
          <NewSecret edit={edit} onAll={onAll} />
        ) : (
          <AllFields edit={edit} isGuideInForm={isGuideInForm} />
        )}
        <Saves busy={edit.isBusy} />
      </form>
    </>
  );
}

/** The secret and the day on which it ends. A refusal of any other field shows all of them. */
function NewSecret({ edit, onAll }: { edit: EditProps; onAll: () => void }) {
  const refused = edit.names.some((name) => edit.errors[name] && !secretFields.includes(name));
  useEffect(() => {
    if (refused) onAll();
  }, [refused, onAll]);
  return (
    <Section title={say("form.secret-only")}>
      <FormField name="clientSecret" edit={edit} isFirst />
      <FormField name="secretExpiresAt" edit={edit} />
      <p>
        <UnstyledButton type="button" className="quiet" onClick={onAll}>
          {say("form.all")}
        </UnstyledButton>
      </p>
    </Section>
  );
}

const secretFields: EditProps["names"] = ["clientSecret", "secretExpiresAt"];

function AllFields({ edit, isGuideInForm }: { edit: EditProps; isGuideInForm: boolean }) {
  const { connection } = edit;
  const name = formName(connection);
  return (
    <>
      <CopyBlock connection={connection}>
        {isGuideInForm && <GuideDetails connection={connection} part="copy" />}
      </CopyBlock>
      <Section title={name ? say("form.paste", { name }) : say("form.paste-openid")}>
        {isGuideInForm && <GuideDetails connection={connection} part="paste" />}
        <Fields edit={edit} names={["issuer", "clientId", "tenant", ...secretFields]} />
        {edit.names.includes("clientAuth") && (
          <details className="more" open={edit.errors.clientAuth !== undefined}>
            <summary>{say("form.advanced")}</summary>
            <ClientAuthField edit={edit} />
          </details>
        )}
      </Section>
      <Section title={say("form.who")}>
        {providerOf(connection).hasTenant ? (
          <MoreDirectories edit={edit} />
        ) : (
          <Fields edit={edit} names={["lockedTo"]} />
        )}
        <Fields edit={edit} names={["confirm", "label"]} />
      </Section>
    </>
  );
}

/** A directory is asked for once, as that of the application: what stands here is for the few who have several. */
function MoreDirectories({ edit }: { edit: EditProps }) {
  const { tenant, lockedTo } = edit.values;
  const [isOpen] = useState(entriesOf(lockedTo).some((one) => one !== tenant.toLowerCase()));
  return (
    <details className="more" open={isOpen || edit.errors.lockedTo !== undefined || edit.names.includes("confirm")}>
      <summary>{say("form.directories")}</summary>
      <FormField name="lockedTo" edit={edit} />
    </details>
  );
}

/** "Google" in a sentence about the brand; nothing for a provider without one, which goes by "the provider". */
export function formName({ provider }: Connection): string {
  return isBrand(provider) ? providerName(provider) : "";
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Fields({ edit, names }: { edit: EditProps; names: EditProps["names"] }) {
  return names
    .filter((name) => edit.names.includes(name))
    .map((name) => <FormField key={name} name={name} edit={edit} />);
}

function Saves({ busy }: { busy: boolean }) {
  const wait = busy || undefined;
  return (
    <SaveBar>
      <Button type="submit" value="test" variant="filled" aria-disabled={wait}>
        {say(busy ? "form.saving" : "form.save-test")}
      </Button>
      <Button type="submit" value="draft" aria-disabled={wait}>
        {say("form.save")}
      </Button>
      <Button component={Link} href="/sso-settings" c="var(--link)" bd="1px solid transparent">
        {say("form.cancel")}
      </Button>
    </SaveBar>
  );
}
