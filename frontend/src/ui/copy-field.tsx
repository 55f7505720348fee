import { type ReactNode, useRef } from "react";
import { say } from "../text/app.ts";
import { Icon } from "./icons.tsx";
import { Sign } from "./signs.tsx";
import { useToast } from "./toasts.tsx";
import { useCopy } from "./use-copy.ts";

/** A value to take elsewhere: always whole, with a button that copies it. If the clipboard is refused, it is selected. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: ReactNode }) {
  const field = useRef<HTMLElement>(null);
  const toast = useToast();
  const { copied, copy } = useCopy(
    value,
    () => toast(say("copy.said", { name: label })),
    () => {
      if (field.current) getSelection()?.selectAllChildren(field.current);
      toast(say("copy.selected", { name: label }));
    },
  );
  return (
    <div className="field">
      <p className="field-label">{label}</p>
      <div className="with-button">
        <code ref={field} className="given">
          {value}
        </code>
        <button type="button" className="copy-button" onClick={copy}>
          {copied ? <Sign sign="passed" /> : <Icon name="copy" />}
          {say(copied ? "copy.done" : "copy.button")}
          <span className="vh"> {label}</span>
        </button>
      </div>
      {hint && <p className="hint">{hint}</p>}
    </div>
  );
}
