import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { setZoneOf } from "../text/zone.ts";
import { actionText, actorName, changedFields } from "./change-text.ts";
import { type actions, fields, hidden } from "./texts/changes.ts";

type Change = components["schemas"]["AuditEntry"];
type Detail = Change["detail"];

const id = "usr_YOeImPHNlmoXF57bhsFn77";
const raw = "JbH2jizySrnkSfgFvFbcwA"; // an id that has neither prefix nor digit is no word either
const moment = 1_795_935_600_000_000;
const account = { user: id, identity: `idn_${raw}`, provider: "google", email: "maya@acme.example" };
const change = (before: unknown, after: unknown) => ({ before, after });
const version = {
  client_id: "acme.apps.example",
  tenant: "contoso.example",
  issuer: "https://login.example",
  client_auth: "post",
};

// What each kind of event may carry (api/*, NewAuditEvent and note), as this version writes it and older ones did.
const details: Record<keyof typeof actions, Detail[]> = {
  "organization.created": [
    { code: "acme", by: "setup_link" },
    { code: "acme", name: "Acme" },
  ],
  "organization.changed": [
    {
      name: change("Acme", "Acme Support"),
      sso_required_at: change(moment, null),
      log_days: change(90, 30),
      audit_days: change(180, 400),
    },
    { session_idle_seconds: change(28_800, 5_400), session_absolute_seconds: change(43_200, 1_800) },
  ],
  "branding.changed": [
    { name: change("", "Acme"), accent: change("", "#7a1f5c"), welcome: change("", "Welcome."), logo: "changed" },
  ],
  "user.created": [{ email: "maya@acme.example", name: "Maya", role: "super_admin" }],
  "user.changed": [
    { role: change("agent", "supervisor"), how: "chosen" },
    { role: change("agent", "supervisor"), how: "connection_default" },
    { role: change("agent", "super_admin"), active: change(true, false), password_hash: "changed" },
    { role_kept: "super_admin" },
    { time_zone: change("", "Europe/Madrid"), language: change("", "zh-Hans"), external_id: change(null, "7") },
  ],
  "user.password_changed": [{ first: true, ended: 2 }],
  "user.password_reset": [{ first: false, ended: 0, address: "192.0.2.7" }],
  "user.sessions_ended": [{ ended: 3 }],
  "user.invited": [{ email: "zoe@acme.example" }],
  "user.imported": [
    { file: "people.csv", outcome: "finished", added: 3, changed: 1, same: 90, wrong: 2, deactivated: 0 },
    { file: "", outcome: "cancelled", added: 0, changed: 0, same: 0, wrong: 0, deactivated: 0 },
  ],
  "connection.created": [{ provider: "google", label: "" }],
  "connection.changed": [
    { locked_to: change("[]", '["acme.example","acme.test"]'), linking: change("automatic", "confirm") },
    { weak_proof: change("ask", "refuse"), different_email: change(false, true), ...version },
    { secret_expires_at: change(null, moment), keep_old_until: change(moment, null) },
  ],
  "connection.enabled": [
    { state: change("draft", "enabled"), version: 2, locked_to: ["acme.example"] },
    { note: "enabled by the operator, never tested", version: raw },
  ],
  "connection.disabled": [{ state: change("enabled", "disabled"), sessions: 4 }],
  "connection.removed": [{ state: change("enabled", "removed"), draft_version_id: change(raw, null), sessions: 0 }],
  "connection.revived": [
    { state: change("removed", "draft"), health: change("invalid", "ok"), health_since: change(moment, null) },
    { probe_at: change(moment, null), trial_at: change(moment, null), probe_pause: change(30, 0) },
  ],
  "connection.version": [
    { version: 2, secret: "changed", ...version },
    { secret: "kept", replaces: raw, ...version },
  ],
  "connection.draft_discarded": [{ draft_version_id: change(raw, null) }],
  "connection.test_passed": [{ test: raw, version: 3 }],
  "connection.test_failed": [{ test: raw, version: 3, code: "wrong_hosted_domain" }],
  "connection.live": [
    { version: 2, client_id: "acme.apps.example", replaces: 1, keep_old_until: "2026-11-30T19:25:00Z" },
  ],
  "connection.restored": [{ version: 1, replaces: 2 }],
  "connection.setup_link_made": [{ guest: "Ines" }, { guest: "", email: "ines@it.example" }],
  "connection.setup_link_opened": [{ guest: "Ines" }],
  "connection.setup_link_used": [{ guest: "Ines" }],
  "connection.setup_link_revoked": [{}, { guest: "Ines" }],
  "connection.rotation_ended": [
    {
      fallback_version_id: change(raw, null),
      fallback_until: change(moment, null),
      fallback_used_at: change(moment, null),
    },
  ],
  "application.switched_off": [{}],
  "application.switched_on": [{}],
  "policy.changed": [
    { straight_to_provider: change(false, true) },
    { password_sign_in: change(true, false), contact_text: change("", "Ask Ada") },
  ],
  "policy.sso_required": [{ sso_required_at: change(null, moment) }],
  "policy.passwords_allowed": [{ sso_required_at: change(moment, 0) }],
  "policy.break_glass_proven": [{}],
  "identity.linked": [{ ...account, how: "super_admin", reference: "7F3K-92QD" }],
  "identity.unlinked": [account],
  "identity.replaced": [{ ...account, old_identity: `idn_${raw}`, old_email: "m@acme.example" }],
  "identity.healed": [account],
  "domain.added": [{ domain: "acme.example" }],
  "domain.verified": [{ domain: "acme.example" }],
  "domain.lost": [{ domain: "acme.example" }],
  "domain.removed": [{ domain: "acme.example", was: "pending" }],
  "bypass.created": [{ address: "192.0.2.7" }],
  "bypass.used": [{ address: "192.0.2.7" }],
  "session.reused": [{ user: id }],
  "role.created": [{ role: "supervisor", name: "Help desk", description: "", permissions: ["log:read"] }],
  "role.changed": [
    {
      name: change("Desk", "Help desk"),
      description: change("", "Looks up refusals."),
      permissions: change("[]", '["log:read"]'),
    },
  ],
  "role_rules.changed": [
    {
      mode: change("off", "automatic"),
      otherwise: change("keep", "role agent"),
      rules: change("", "groups one of Support-EU -> supervisor"),
    },
    { default_role: change(null, "supervisor"), choices: change("[]", '["supervisor","agent"]') },
  ],
  "role.deleted": [{ role: "supervisor", name: "Help desk", description: "", permissions: [] }],
  "service.created": [{ name: "CRM back end", scopes: ["users:read", "log:read"] }],
  "service.changed": [
    {
      name: change("CRM", "CRM back end"),
      scopes: change('["users:read"]', '["users:read","log:read"]'),
      jwks: "changed",
    },
    { jwks_uri: change("", "https://crm.example/keys"), federation_issuer: change("", "https://login.example/v2.0") },
    { federation_subject: change("a", "b"), federation_audience: change("", "api://crm") },
    { federation_jwks_uri: change("https://login.example/keys", "") },
  ],
  "service.revoked": [{ name: "CRM back end" }],
  "service.secret_added": [
    { key: "lks_0123", expires_at: "2026-11-30T19:25:00Z" },
    { key: "lks_0123", expires_at: null },
  ],
  "service.secret_revoked": [{ key: "lks_0123" }],
  "webhook.created": [{ address: "crm.example.com", types: ["user.created"] }],
  "webhook.changed": [
    {
      address: change("crm.example.com", "hooks.example.com"),
      description: change("", "CRM"),
      types: change("[]", '["user.created"]'),
      state: change("enabled", "disabled"),
    },
  ],
  "webhook.deleted": [{ address: "crm.example.com" }],
  "webhook.secret_rotated": [{}],
  "webhook.turned_off": [{ reason: "gone" }, { reason: "failing" }],
  "webhook.tested": [{}],
  "webhook.redelivered": [
    { events: 12, since: "2026-11-30T19:25:00Z" },
    { events: 1, delivery: `msg_${raw}` },
  ],
};

const event = (action: string, detail: Detail, name: string | null = "Maya Okafor"): Change =>
  ({
    id: "aud_1",
    at: "2026-11-09T08:13:51Z",
    actor: id,
    actorName: name,
    action,
    subject: id,
    subjectName: name,
    detail,
  }) as Change;

function textOf(change: Change): string {
  const lines = changedFields(change.detail, () => "Google").map(({ name, value }) => `${name}: ${value}`);
  return [actorName(change), actionText(change).text, ...lines].join("\n");
}

describe("the log of changes", () => {
  it.each(Object.entries(details))(
    "speaks of %s in words and names: no id, count of microseconds, bracket or code",
    (action, all) => {
      for (const name of ["Maya Okafor", null])
        for (const detail of all) {
          const text = textOf(event(action, detail, name));
          expect(text).not.toMatch(/[a-z]{3}_[\w-]{20}|[\w-]{22}|\d{9}|[[\]{}"]|undefined|NaN|Invalid|\[object/);
          expect(text).not.toMatch(/\b[a-z]+_[a-z_]+\b/);
        }
    },
  );

  it("says days and clocks in the reader's zone, lengths in hours and minutes, lists as words, numbers with separators", () => {
    setZoneOf({ timeZone: "Europe/Madrid" });
    const text = (detail: Detail) =>
      changedFields(detail, String)
        .map(({ value }) => value)
        .join();
    expect(text({ sso_required_at: change(moment, null) })).toBe("29 November 2026, 08:00 → empty");
    expect(text({ keep_old_until: "2026-11-29T07:00:00Z" })).toBe("29 November 2026, 08:00");
    expect(text({ session_idle_seconds: change(27_000, 28_800) })).toBe("7 hours, 30 minutes → 8 hours");
    expect(text({ locked_to: change("[]", '["acme.example","acme.test"]') })).toBe("empty → acme.example, acme.test");
    expect(text({ added: 99_000, same: 999 })).toBe("99,000,999");
    setZoneOf({});
  });

  it("has a word for every column whose change it tells, or leaves it out", () => {
    const columns = ["users", "organizations", "connections", "health"].flatMap((file) => columnsOf(file));
    expect(columns.length).toBeGreaterThan(40);
    expect(columns.filter((column) => !Object.hasOwn(fields, column) && !hidden.includes(column))).toEqual([]);
  });
});

/** The columns of the rows whose difference is told (store.Difference); what names a row is never different. */
function columnsOf(file: string): string[] {
  const source = readFileSync(`api/store/${file}.go`, "utf8");
  const structs = source.matchAll(/^type (?:User|Organization|Connection|Version|Health) struct \{(.*?)^\}/gms);
  const columns = [...structs].flatMap(([, body = ""]) =>
    [...body.matchAll(/db:"(\w+)"/g)].map(([, name = ""]) => name),
  );
  return columns.filter((name) => !["id", "organization_id", "connection_id", "number"].includes(name));
}
