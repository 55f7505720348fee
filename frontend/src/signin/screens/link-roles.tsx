/** @jsxImportSource preact */

import { speaker } from "../../text/say.ts";
import type { PendingLink } from "../page.ts";
import texts from "./texts/link.en.json";

const say = speaker(texts);

/** The choice of a role, where the super admins let people choose; nothing is chosen unless somebody does. */
export function Roles({ roles }: Pick<PendingLink, "roles">) {
  const one = (key: string, name: string) => (
    <label key={key}>
      <input type="radio" name="role" value={key} defaultChecked={!key} />
      {name}
    </label>
  );
  return (
    <fieldset class="choice">
      <legend>{say("link.role")}</legend>
      {one("", say("link.role.keep"))}
      {roles.map(({ key, name }) => one(key, key === "agent" ? say("link.role.agent") : name))}
      <p class="small muted">{say("link.role.hint")}</p>
    </fieldset>
  );
}
