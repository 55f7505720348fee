import { Flex, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { presetOf } from "../providers/presets.ts";
import { providerOf } from "../providers/providers.tsx";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { Icon } from "../ui/icons.tsx";
import { SecretInput } from "../ui/secret-input.tsx";
import { described } from "./fields.ts";
import { newestOf } from "./states.ts";
import { say } from "./texts/connections.ts";
import type { useEdit } from "./use-edit.ts";
import { errorText, type FieldName, fieldId, fieldLabel, hintOf } from "./wrong.ts";

export type EditProps = ReturnType<typeof useEdit>;

/** One field of the form with its hint, what it looks like by mistake, and what the server refused. */
export function FormField({ name, edit, isFirst }: { name: FieldName; edit: EditProps; isFirst?: boolean }) {
  const { kind } = edit.connection;
  const value = edit.values[name];
  const error = edit.errors[name];
  const [isCut, setIsCut] = useState(false);
  const shape = error ? null : hintOf(kind, name, edit.changes[name] ?? "");
  const look = isCut ? say("look.issuer-cut") : shape && errorText(kind, name, shape);
  function type(typed: string) {
    const value = clean(name, typed);
    const kept = name === "issuer" ? described(value) : value;
    setIsCut(kept !== value);
    edit.type(name, kept);
  }
  const Input = name === "clientSecret" ? SecretInput : TextInput;
  return (
    <Input
      id={fieldId(name)}
      {...(name === "secretExpiresAt" && { type: "date" })}
      label={fieldLabel(kind, name)}
      description={<Description hint={hintText(name, edit)} look={look} />}
      descriptionProps={{ component: "div" }}
      error={error && errorText(kind, name, error)}
      placeholder={name === "clientSecret" && newestOf(edit.connection) ? say("hint.secret-replace") : undefined}
      {...(name !== "clientSecret" && { autoComplete: "off" })}
      autoFocus={isFirst}
      autoCapitalize="off"
      spellCheck={false}
      className={isCode(name) ? "code-field" : undefined}
      value={value}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => value !== value.trim() && edit.type(name, value.trim())}
    />
  );
}

function isCode(name: FieldName): boolean {
  return name === "clientId" || name === "tenant" || name === "issuer" || name === "lockedTo";
}

/** One leading space broke many a login: it goes at once where no space can be meant. */
function clean(name: FieldName, value: string): string {
  return name === "label" || name === "lockedTo" || name === "confirm" ? value : value.trim();
}

function Description({ hint, look }: { hint: ReactNode; look: string | null }) {
  return (
    <>
      {hint}
      {look && (
        <Flex component="span" gap="xs" mt={4} c="var(--warn)" role="status">
          <Icon name="alert" />
          {look}
        </Flex>
      )}
    </>
  );
}

function hintText(name: FieldName, { connection, changes, org }: EditProps): ReactNode {
  if (name === "confirm") return say("hint.unlock", { org });
  const { kind, live } = connection;
  const { isOwn, words } = providerOf(connection);
  if (name === "clientSecret") return <SecretHint connection={connection} />;
  if (name === "clientId") return words.clientId && live && "clientId" in changes ? say("hint.new-client") : null;
  if (name === "secretExpiresAt") return say(words.secretExpiresAt ? "hint.expires-microsoft" : "hint.expires");
  if (name === "lockedTo") return say(`hint.lockedTo.${kind}`);
  if (name === "issuer") return issuerHint(connection);
  if (name === "label") return say(isOwn ? "hint.label.openid" : "hint.label.brand");
  return say(`hint.${name}`);
}

/** What the issuers of the preset look like, letter by letter. */
function issuerHint({ preset }: EditProps["connection"]): string {
  const form = presetOf(preset)?.issuer;
  return form ? `${say("hint.issuer-form", { form })} ${say("hint.issuer")}` : say("hint.issuer");
}

/** When the secret was saved, by whom, and its last characters; never the secret. */
function SecretHint({ connection }: Pick<EditProps, "connection">) {
  const version = newestOf(connection);
  if (!version) return say("hint.secret-new");
  const said = { when: timeInSentence(new Date(version.savedAt), new Date()), who: who(version.savedBy) };
  const saved = version.secretEndsIn
    ? say("hint.secret-saved", { ...said, end: `…${version.secretEndsIn}` })
    : say("hint.secret-saved-short", said);
  return connection.live ? `${saved} ${say("hint.secret-live")}` : saved;
}
