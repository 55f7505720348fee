import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { say as sayInApp } from "../text/app.ts";
import { languages } from "../text/languages.ts";
import { say } from "../text/profile.ts";
import { zonePlace } from "../text/time.ts";
import { browserZone, knownZones, offsetOf } from "../text/zone.ts";
import { currentName } from "../text/zone-names.ts";
import { fieldError } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";

type User = components["schemas"]["User"];
const tags = Object.keys(languages);

type Change = components["schemas"]["ProfileChange"];

/** What people may change of themselves, and what only an administrator may. */
export function ProfileForm({ user }: { user: User }) {
  const queries = useQueryClient();
  const toast = useToast();
  const save = api.useMutation("patch", "/api/v1/me", {
    onSuccess: (after) => {
      // The bar, and every time that is said from now on, go by it at once.
      queries.setQueryData(api.queryOptions("get", "/api/v1/me").queryKey, after);
      toast(say("profile.saved"));
    },
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (save.isPending) return;
    const body = changeOf(new FormData(event.currentTarget), user);
    if (Object.keys(body).length === 0) return toast(say("profile.nothing"));
    save.mutate({ body });
  }
  return (
    <section className="card" aria-labelledby="you">
      <header>
        <h2 id="you">{say("profile.card")}</h2>
      </header>
      <form className="card-body narrow" noValidate onSubmit={submit}>
        {save.error && <ProblemAlert problem={save.error} />}
        <TextInput
          name="name"
          label={say("profile.name")}
          maxLength={120}
          autoComplete="name"
          defaultValue={user.name}
          error={fieldError(save.error, "/name")}
        />
        <NativeSelect
          name="zone"
          label={say("profile.zone")}
          description={say("profile.zone-hint")}
          defaultValue={zoneOf(user)}
          data={zones(zoneOf(user))}
          error={fieldError(save.error, "/timeZone")}
        />
        {tags.length > 1 && (
          <NativeSelect
            name="language"
            label={say("profile.language")}
            description={say("profile.language-hint")}
            defaultValue={user.language ?? ""}
            error={fieldError(save.error, "/language")}
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
          className="fixed"
          label={say("profile.email")}
          description={<WhoChanges user={user} />}
          readOnly
          value={user.email}
        />
        <TextInput
          className="fixed"
          label={say("profile.role")}
          description={<WhoChanges user={user} />}
          readOnly
          value={sayInApp(`role.${user.role}`)}
        />
        <p>
          <Button type="submit" variant="filled" aria-disabled={save.isPending || undefined}>
            {say(save.isPending ? "profile.saving" : "profile.save")}
          </Button>
        </p>
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

/** The chosen zone by its name of today; "" is the browser's. */
function zoneOf({ timeZone }: Pick<User, "timeZone">): string {
  return timeZone ? currentName(timeZone) : "";
}

/** Only what differs is sent. */
function changeOf(data: FormData, { name, timeZone, language }: User): Change {
  const value = (field: string) => String(data.get(field) ?? "").trim();
  const change: Change = {};
  if (value("name") !== name) change.name = value("name");
  const zone = value("zone");
  if (zone !== zoneOf({ timeZone })) change.timeZone = zone || null;
  const tag = tags.length > 1 ? value("language") || null : (language ?? null);
  if (tag !== (language ?? null)) change.language = tag as Change["language"];
  return change;
}

/** The zones to choose from, by the names of today and with what their clocks show: the browser's own first, and the chosen one even if this browser does not list it. */
function zones(chosen: string) {
  const known = new Set([...(chosen ? [chosen] : []), ...knownZones().map(currentName)]);
  return [
    { value: "", label: say("profile.zone-browser", { place: zonePlace(browserZone()) }) },
    ...[...known].sort().map((zone) => ({ value: zone, label: labelOf(zone) })),
  ];
}

function labelOf(zone: string): string {
  const [name, offset] = [zone.replaceAll("_", " "), offsetOf(zone)];
  return offset ? `${name} (${offset})` : name;
}
