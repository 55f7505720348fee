import { NativeSelect } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import type { EditProps } from "./form-field.tsx";
import { say } from "./texts/connections.ts";
import { errorText, fieldId } from "./wrong.ts";

const ways: components["schemas"]["ClientAuth"][] = ["automatic", "basic", "basic_raw", "post"];

/** How the secret is sent to a provider: for those who know that theirs takes one way only. */
export function ClientAuthField({ edit }: { edit: EditProps }) {
  const error = edit.errors.clientAuth;
  return (
    <NativeSelect
      id={fieldId("clientAuth")}
      label={say("field.clientAuth")}
      description={say("hint.clientAuth")}
      error={error && errorText(edit.connection.kind, "clientAuth", error)}
      data={ways.map((value) => ({ value, label: say(`clientAuth.${value}`) }))}
      value={edit.values.clientAuth}
      onChange={(event) => edit.type("clientAuth", event.currentTarget.value)}
    />
  );
}
