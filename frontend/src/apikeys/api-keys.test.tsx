import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { open, serve } from "../shell/testing.tsx";
import { dialog } from "../testing/controls.ts";
import { json, problem } from "../testing/server.ts";
import { publicKeys } from "./public-keys.ts";

type Service = components["schemas"]["Service"];
type Secret = components["schemas"]["ServiceSecret"];

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

const first: Secret = {
  id: "s".repeat(22),
  first: "lks_0123",
  last: "wxyz",
  state: "live",
  createdAt: "2026-01-09T08:00:00Z",
  createdBy: "Ana Ruiz",
  expiresAt: inDays(200),
  lastUsedAt: new Date().toISOString(),
  lastUsedFrom: "203.0.113.7",
};

const crm: Service = {
  id: "svc_crm",
  name: "CRM back end",
  scopes: ["log:read", "users:read"],
  secrets: [first],
  keys: null,
  federation: null,
  tokenUrl: "https://sso.example.com/oauth/token",
  createdAt: "2026-01-09T08:00:00Z",
  createdBy: "Ana Ruiz",
  creatorActive: true,
  changedAt: "2026-01-09T08:00:00Z",
  changedBy: "Ana Ruiz",
  lastUsedAt: new Date().toISOString(),
  lastUsedFrom: "203.0.113.7",
  lastUsedWith: first.id,
  etag: '"3"',
};

const key = `lks_${"A".repeat(49)}`;
const federation = {
  issuer: "https://token.actions.githubusercontent.com",
  jwksUri: "https://token.actions.githubusercontent.com/.well-known/jwks",
  subject: "repo:acme/crm:ref:refs/heads/main",
  audience: "https://sso.acme.example",
};

let server: ReturnType<typeof serve>;
const list = (...items: Service[]) => {
  server.answers["GET services"] = () => json(200, { items });
};
beforeEach(() => {
  server = serve({});
  list(crm);
});

const card = async () => within(await screen.findByRole("region", { name: "CRM back end" }));
const press = async (where: { getByRole: typeof screen.getByRole }, name: string) =>
  userEvent.click(where.getByRole("button", { name }));
async function begin() {
  await open("/api-keys");
  await userEvent.click(await screen.findByRole("button", { name: "Make a service" }));
  return dialog("Make a service");
}

describe("the list of services", () => {
  it("says what each may do, and when it was used, from where and with which secret", async () => {
    await open("/api-keys");
    const shown = await card();
    for (const text of ["log:read, users:read", "Can call the API"]) shown.getByText(text);
    shown.getByText("lks_0123...wxyz", { selector: "bdi" });
    shown.getByText(/^Today, \d\d:\d\d, from 203\.0\.113\.7, with the secret lks_0123\.\.\.wxyz$/);
    expect(screen.getByRole("link", { name: "API keys" }).getAttribute("aria-current")).toBe("page");
  });

  it("is empty with a reason", async () => {
    list();
    await open("/api-keys");
    await screen.findByRole("heading", { name: "No services yet" });
  });

  it("says whose maker is deactivated", async () => {
    list({ ...crm, creatorActive: false });
    await open("/api-keys");
    (await card()).getByText(/^Ana Ruiz is deactivated\. The service lives on/);
  });

  it.each<[string, Partial<Service>]>([
    ["A secret expires soon", { secrets: [{ ...first, expiresAt: inDays(9) }] }],
    ["No valid secret", { secrets: [{ ...first, state: "expired", expiresAt: inDays(-1) }] }],
    ["Can call the API", { secrets: [], federation }],
  ])("says %s", async (text, change) => {
    list({ ...crm, ...change });
    await open("/api-keys");
    (await card()).getByText(text);
  });
});

describe("making a service", () => {
  it("asks for a name and at least one scope, for both at once", async () => {
    const form = await begin();
    await press(form, "Make a service");
    form.getByText("Choose at least one scope.");
    form.getByText("Fill in this field.");
    expect(document.activeElement).toBe(form.getByLabelText("Name"));
    await userEvent.type(form.getByLabelText("Name"), "CRM");
    expect(form.queryByText("Fill in this field.")).toBeNull();
    await press(form, "Make a service");
    expect(server.asked("POST services")).toHaveLength(0);
  });

  it("shows its secret once, with a command that tries it, and keeps it on the screen until it is copied", async () => {
    server.answers["POST services"] = () => json(201, { service: crm, secret: key });
    const form = await begin();
    await userEvent.type(form.getByLabelText("Name"), " CRM back end ");
    await userEvent.click(form.getByRole("checkbox", { name: "log:read" }));
    await userEvent.click(form.getByRole("checkbox", { name: "users:read" }));
    await userEvent.selectOptions(form.getByLabelText("The secret expires after"), "90 days");
    await press(form, "Make a service");
    const shown = await dialog("The secret of CRM back end");
    expect(server.asked("POST services")[0]?.body).toEqual({
      name: "CRM back end",
      scopes: ["users:read", "log:read"],
      lifetime: "90d",
    });
    shown.getByText(key);
    shown.getByText(
      'curl -H "Authorization: Bearer $LATCHKEY_KEY" https://sso.example.com/api/v1/organizations/acme/users',
    );
    await userEvent.keyboard("{Escape}");
    shown.getByText(key);
    await press(shown, "I have copied it");
    await waitFor(() => expect(screen.queryByText(key)).toBeNull());
  });

  it("makes a secret that never expires only where that is typed", async () => {
    server.answers["POST services"] = () => json(201, { service: crm, secret: key });
    const form = await begin();
    await userEvent.type(form.getByLabelText("Name"), "CRM");
    await userEvent.click(form.getByRole("checkbox", { name: "introspect" }));
    await userEvent.selectOptions(form.getByLabelText("The secret expires after"), "Never");
    await press(form, "Make a service");
    form.getByText("Type never, or choose a time.");
    expect(server.asked("POST services")).toHaveLength(0);
    await userEvent.type(form.getByLabelText("Type never to confirm"), "never");
    await press(form, "Make a service");
    await dialog("The secret of CRM back end");
    expect(server.asked("POST services")[0]?.body).toEqual({ name: "CRM", scopes: ["introspect"], never: true });
  });

  it("by federation shows what the other side has to know, and says which value is wrong", async () => {
    const errors = [{ pointer: "/federation/jwksUri", code: "format" }];
    server.answers["POST services"] = () => problem(422, "validation_failed", { errors });
    const form = await begin();
    await userEvent.type(form.getByLabelText("Name"), "CRM");
    await userEvent.click(form.getByRole("checkbox", { name: "users:write" }));
    await userEvent.click(form.getByRole("radio", { name: "By federation, without a secret" }));
    await userEvent.type(form.getByLabelText("Issuer"), ` ${federation.issuer}`);
    await userEvent.type(form.getByLabelText("JWKS URL"), federation.jwksUri);
    await userEvent.type(form.getByLabelText("Subject"), federation.subject);
    await userEvent.type(form.getByLabelText("Audience"), federation.audience);
    await press(form, "Make a service");
    await waitFor(() => expect(document.activeElement).toBe(form.getByLabelText("JWKS URL")));
    form.getByText("Enter an https address on the issuer's own host.");
    server.answers["POST services"] = () => json(201, { service: { ...crm, federation, secrets: [] }, secret: null });
    await press(form, "Make a service");
    const shown = await dialog("CRM back end is ready");
    expect(server.asked("POST services")[1]?.body).toEqual({ name: "CRM", scopes: ["users:write"], federation });
    for (const text of ["svc_crm", "https://sso.example.com/oauth/token"]) shown.getByText(text);
  });
});

describe("the public keys of a service", () => {
  const key = { kty: "EC", crv: "P-256", x: "x", y: "y" };
  it.each<[string, ReturnType<typeof publicKeys>]>([
    [" https://crm.example/jwks.json ", { jwksUri: "https://crm.example/jwks.json" }],
    [JSON.stringify({ keys: [key] }), { jwks: { keys: [key] } }],
    [JSON.stringify(key), { jwks: { keys: [key] } }],
    ["http://crm.example/jwks.json", undefined],
    ["-----BEGIN PUBLIC KEY-----", undefined],
    [JSON.stringify({ keys: [key, { ...key, d: "private" }] }), undefined],
    [JSON.stringify({ kty: "oct", k: "shared" }), undefined],
    [JSON.stringify({ keys: "none" }), undefined],
    ["7", undefined],
    ["", undefined],
  ])("%s", (text, keys) => {
    expect(publicKeys(text)).toEqual(keys);
  });

  it("are entered when it is made, and never a private one", async () => {
    server.answers["POST services"] = () =>
      json(201, { service: { ...crm, keys: { jwks: { keys: [key] } }, secrets: [] }, secret: null });
    const form = await begin();
    await userEvent.type(form.getByLabelText("Name"), "CRM");
    await userEvent.click(form.getByRole("checkbox", { name: "users:write" }));
    await userEvent.click(form.getByRole("radio", { name: "By its own key (private_key_jwt)" }));
    fireEvent.change(form.getByLabelText("Public keys"), {
      target: { value: JSON.stringify({ ...key, d: "private" }) },
    });
    await press(form, "Make a service");
    form.getByText(/A private key never belongs here/);
    await waitFor(() => expect(document.activeElement).toBe(form.getByLabelText("Public keys")));
    expect(server.asked("POST services")).toHaveLength(0);
    fireEvent.change(form.getByLabelText("Public keys"), { target: { value: JSON.stringify(key) } });
    await press(form, "Make a service");
    (await dialog("CRM back end is ready")).getByText(/^The program signs a token with its private key/);
    const body = { name: "CRM", scopes: ["users:write"], keys: { jwks: { keys: [key] } } };
    expect(server.asked("POST services")[0]?.body).toEqual(body);
  });

  it("are changed, refused in words, and taken away", async () => {
    list({ ...crm, keys: { jwksUri: "https://crm.example/jwks.json" } });
    server.answers["PATCH services/svc_crm"] = () =>
      problem(422, "validation_failed", { errors: [{ pointer: "/keys/jwksUri", code: "format" }] });
    await open("/api-keys");
    await press(await card(), "Change private key CRM back end");
    const form = await dialog("Private key of CRM back end");
    fireEvent.change(form.getByLabelText("Public keys"), { target: { value: "https://10.0.0.1/jwks" } });
    await press(form, "Save");
    await form.findByText(/^No usable public keys are there/);
    expect(server.asked("PATCH services/svc_crm")[0]?.body).toEqual({ keys: { jwksUri: "https://10.0.0.1/jwks" } });
    server.answers["PATCH services/svc_crm"] = () => json(200, crm);
    await press(form, "Remove the keys");
    await waitFor(() => expect(server.asked("PATCH services/svc_crm")[1]?.body).toEqual({ keys: null }));
  });
});

describe("a service", () => {
  it("gets one secret more beside the old one, which is then revoked", async () => {
    const second = { ...first, id: "t".repeat(22), first: "lks_4567", lastUsedAt: null, lastUsedFrom: null };
    server.answers["POST services/svc_crm/secrets"] = () => {
      list({ ...crm, secrets: [first, second] });
      return json(201, { service: crm, secret: key });
    };
    await open("/api-keys");
    await press(await card(), "Add a secret CRM back end");
    await press(await dialog("Add a secret to CRM back end"), "Add a secret");
    await press(await dialog("The secret of CRM back end"), "I have copied it");
    expect(server.asked("POST services/svc_crm/secrets")[0]?.body).toEqual({ lifetime: "1y" });
    await (await card()).findByRole("button", { name: "Revoke lks_4567...wxyz" });
    server.answers[`DELETE services/svc_crm/secrets/${first.id}`] = () => {
      list({ ...crm, secrets: [{ ...first, state: "revoked" }, second] });
      return json(200, crm);
    };
    await press(await card(), "Revoke lks_0123...wxyz");
    const sure = await dialog("Revoke the secret lks_0123...wxyz?");
    sure.getByText(/^Last used today, .* from 203\.0\.113\.7$/);
    expect(sure.queryByText(/the only one/)).toBeNull();
    await press(sure, "Revoke");
    await waitFor(async () =>
      expect((await card()).queryByRole("button", { name: "Revoke lks_0123...wxyz" })).toBeNull(),
    );
  });

  it("has three live secrets at most", async () => {
    list({ ...crm, secrets: ["a", "b", "c"].map((one) => ({ ...first, id: one.repeat(22), first: `lks_${one}` })) });
    await open("/api-keys");
    (await card()).getByText(/^Three secrets are live/);
    expect((await card()).queryByRole("button", { name: /^Add a secret/ })).toBeNull();
  });

  it("says that nothing works any more without its last secret", async () => {
    await open("/api-keys");
    await press(await card(), "Revoke lks_0123...wxyz");
    (await dialog("Revoke the secret lks_0123...wxyz?")).getByText(/^It is the only one/);
  });

  it("is changed from what was read, and begins anew from what somebody else has saved", async () => {
    const now: Service = { ...crm, scopes: ["users:read"], etag: '"4"' };
    server.answers["PATCH services/svc_crm"] = () => problem(412, "config_changed", { changedBy: "Tom Berg" });
    server.answers["GET services/svc_crm"] = () => json(200, now);
    await open("/api-keys");
    await press(await card(), "Change CRM back end");
    const form = await dialog("Change CRM back end");
    await press(form, "Save");
    expect(server.asked("PATCH services/svc_crm")[0]?.ifMatch).toBe('"3"');
    await userEvent.click(await form.findByRole("button", { name: "Load what was saved" }));
    await waitFor(() =>
      expect((form.getByRole("checkbox", { name: "log:read" }) as HTMLInputElement).checked).toBe(false),
    );
    server.answers["PATCH services/svc_crm"] = () => json(200, now);
    await press(form, "Save");
    await waitFor(() => expect(server.asked("PATCH services/svc_crm")[1]?.ifMatch).toBe('"4"'));
  });

  it("loses its federation when that is turned off", async () => {
    list({ ...crm, federation });
    server.answers["PATCH services/svc_crm"] = () => json(200, crm);
    await open("/api-keys");
    await press(await card(), "Change federation CRM back end");
    await press(await dialog("Federation of CRM back end"), "Turn federation off");
    await waitFor(() => expect(server.asked("PATCH services/svc_crm")[0]?.body).toEqual({ federation: null }));
  });

  it("is revoked after a question", async () => {
    server.answers["DELETE services/svc_crm"] = () => {
      list();
      return new Response(null, { status: 204 });
    };
    await open("/api-keys");
    await press(await card(), "Revoke service CRM back end");
    await press(await dialog("Revoke CRM back end?"), "Revoke service");
    await screen.findByRole("heading", { name: "No services yet" });
    expect(server.asked("DELETE services/svc_crm")[0]?.ifMatch).toBe('"3"');
  });
});
