import { UnstyledButton } from "@mantine/core";
import { Icon } from "../ui/icons.tsx";
import { say } from "./texts/connections.ts";
import { type Errors, errorText, type FieldName, fieldId, fieldLabel, type Kind } from "./wrong.ts";

/** All refused fields at once, each with the way to it. It takes the focus when it appears. */
export function ErrorSummary({ kind, errors }: { kind: Kind; errors: Errors }) {
  const list = Object.entries(errors).filter(([, code]) => code) as [FieldName, NonNullable<Errors[FieldName]>][];
  if (list.length === 0) return null;
  return (
    <div className="notice bad" role="alert" tabIndex={-1} ref={focusOnce}>
      <Icon name="fail" />
      <p>
        <b>{say("wrong.title")}</b>
      </p>
      <ul>
        {list.map(([field, code]) => (
          <li key={field}>
            <UnstyledButton
              type="button"
              className="quiet"
              onClick={() => document.getElementById(fieldId(field))?.focus()}
            >
              {fieldLabel(kind, field)}
            </UnstyledButton>
            : {errorText(kind, field, code)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A function that stays the same is called when the summary appears, and not at every key. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
