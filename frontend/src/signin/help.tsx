/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import { say } from "./texts/login.ts";

interface HelpProps {
  label: string;
  /** What the administrator wrote, or empty. */
  contactText: string;
  otherOrganization?: boolean;
}

/** Below the card: another organization, and how to get help. */
export function Help({ label, contactText, otherOrganization }: HelpProps) {
  const [open, setOpen] = useState(false);
  return (
    <nav class="below" aria-label={say("help")}>
      {otherOrganization && <a href="/sign-in">{say("signin.other-organization")}</a>}
      <button class="link" type="button" aria-expanded={open} aria-controls="help" onClick={() => setOpen(!open)}>
        {label}
      </button>
      <p id="help" class="contact" hidden={!open}>
        {contactText || say("ask.administrator")}
      </p>
    </nav>
  );
}
