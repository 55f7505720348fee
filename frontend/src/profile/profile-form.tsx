import { Button, NativeSelect, TextInput } from "@mantine/core";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { say as sayInApp } from "../text/app.ts";
import { languages } from "../text/languages.gen.ts";
import { roleTitle } from "../text/role.ts";
import { fieldError } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { SaveBar } from "../ui/save-bar.tsx";
import { LeaveGuard } from "../ui/unsaved-changes.tsx";
import { say } from "./texts/profile.ts";
import { useProfile } from "./use-profile.ts";
import { ZoneField } from "./zone-field.tsx";

type User = components["schemas"]["User"];
const tags = Object.keys(languages);

/** What people may change of themselves, and what only an administrator may. */
export function ProfileForm({ user }: { user: User }) {
  const { fields, type, isDirty, isBusy, refusal, submit } = useProfile(user);
  return (
    <section className="card" aria-labelledby="you">
      <header>
        <h2 id="you">{say("profile.card")}</h2>
      </header>
      <LeaveGuard dirty={isDirty} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="card-body narrow">
          <TextInput
            label={say("profile.name")}
            maxLength={120}
            autoComplete="name"
            value={fields.name}
            onChange={(event) => type({ name: event.currentTarget.value })}
            error={fieldError(refusal, "/name")}
          />
          <ZoneField
            value={fields.timeZone}
            onChange={(timeZone) => type({ timeZone })}
            error={fieldError(refusal, "/timeZone")}
          />
          {tags.length > 1 && (
            <NativeSelect
              name="language"
              label={say("profile.language")}
              description={say("profile.language-hint")}
              value={fields.language}
              onChange={(event) => type({ language: event.currentTarget.value })}
              error={fieldError(refusal, "/language")}
            >
              <option value="">{say("profile.language-browser")}</option>
              {tags.map((tag) => (
                <option key={tag} value={tag} lang={tag}>
                  {languages[tag]}
                </option>
              ))}
            </NativeSelect>
          )}
          <TextInput
            styles={{ input: { background: "var(--sunken)" } }}
            label={say("profile.email")}
            description={<WhoChanges user={user} />}
            readOnly
            value={user.email}
          />
          <TextInput
            styles={{ input: { background: "var(--sunken)" } }}
            label={say("profile.role")}
            description={<WhoChanges user={user} />}
            readOnly
            value={roleTitle(user.role, user.roleName)}
          />
        </div>
        <SaveBar>
          {refusal && <ProblemAlert problem={refusal} />}
          <Button type="submit" variant="filled" aria-disabled={isBusy || undefined}>
            {say(isBusy ? "profile.saving" : "profile.save")}
          </Button>
        </SaveBar>
      </form>
    </section>
  );
}

/** Where the rest is changed: a super admin does it under Users. */
function WhoChanges({ user }: { user: User }) {
  if (user.role !== "super_admin") return say("profile.fixed");
  const [before = "", after = ""] = say("profile.fixed-users", { link: "\n" }).split("\n");
  return (
    <>
      {before}
      <Link className="link" href="/users">
        {sayInApp("nav.users")}
      </Link>
      {after}
    </>
  );
}
