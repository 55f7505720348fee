/** @jsxImportSource preact */

import { go } from "../browser/go.ts";
import { keepLanguage, pageLanguage } from "../browser/language.ts";
import { typedEmail } from "../browser/memory.ts";
import { languages } from "../text/languages.gen.ts";
import { say } from "./texts/login.ts";

const address = location.href;

/** The languages by their own names. The page comes again in the chosen one, with all that stood in its address and a typed e-mail. */
export function LanguagePicker() {
  const all = Object.entries(languages);
  return (
    all.length > 1 && (
      <select
        aria-label={say("language")}
        value={pageLanguage()}
        onChange={({ currentTarget }) => {
          keepLanguage(currentTarget.value);
          typedEmail.leave(document.querySelector<HTMLInputElement>("#email")?.value ?? "");
          history.replaceState(null, "", address);
          go.again();
        }}
      >
        {all.map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    )
  );
}
