import { Stack, TextInput } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { CopyField } from "../ui/copy-field.tsx";
import { fieldCode, requiredError } from "../ui/problem.ts";
import { say } from "./texts/keys.ts";

type Federation = components["schemas"]["ServiceFederation"];

export const noFederation: Federation = { issuer: "", jwksUri: "", subject: "", audience: "" };

/** Without what a paste brings at its ends: each is compared letter by letter. */
export function trimmed({ issuer, jwksUri, subject, audience }: Federation): Federation {
  return { issuer: issuer.trim(), jwksUri: jwksUri.trim(), subject: subject.trim(), audience: audience.trim() };
}

interface FederationFieldsProps {
  value: Federation;
  problem: unknown;
  onChange: (value: Federation) => void;
}

const fields = [
  { member: "issuer", text: "issuer", longest: 255 },
  { member: "jwksUri", text: "jwks", longest: 500 },
  { member: "subject", text: "subject", longest: 255 },
  { member: "audience", text: "audience", longest: 255 },
] as const;

/** The four values by which tokens of another issuer are known, and where Microsoft Entra has them. */
export function FederationFields({ value, problem, onChange }: FederationFieldsProps) {
  return (
    <>
      <p className="small muted">{say("fed.why")}</p>
      {fields.map(({ member, text, longest }) => (
        <TextInput
          key={member}
          label={say(`fed.${text}`)}
          description={say(`fed.${text}-hint`)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={longest}
          dir="ltr"
          value={value[member]}
          onChange={(event) => onChange({ ...value, [member]: event.currentTarget.value })}
          error={refusal(problem, member)}
        />
      ))}
      <EntraGuide />
    </>
  );
}

/** What is wrong with one of them: an address says what it must be like. */
function refusal(problem: unknown, member: keyof Federation): string | undefined {
  const pointer = `/federation/${member}`;
  const code = fieldCode(problem, pointer);
  if (code === "format" && member === "issuer") return say("fed.issuer-wrong");
  if (code === "format" && member === "jwksUri") return say("fed.jwks-wrong");
  return requiredError(problem, pointer);
}

const authority = "https://login.microsoftonline.com/TENANT";

function EntraGuide() {
  return (
    <details>
      <summary>{say("entra.title")}</summary>
      <Stack component="ol" gap="sm" pt="xs">
        <Stack component="li" gap="xs">
          <p>{say("entra.tenant")}</p>
          <CopyField label={say("fed.issuer")} value={`${authority}/v2.0`} />
          <CopyField label={say("fed.jwks")} value={`${authority}/discovery/v2.0/keys`} />
        </Stack>
        <li>{say("entra.subject")}</li>
        <li>{say("entra.audience")}</li>
        <li>{say("entra.enter")}</li>
      </Stack>
    </details>
  );
}
