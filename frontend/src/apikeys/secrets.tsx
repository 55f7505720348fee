import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { AddSecret } from "./add-secret.tsx";
import { canCall, expiresSoon, isLive, mostSecrets, type Secret, type Service, secretName } from "./service.ts";
import { say } from "./texts/keys.ts";

interface SecretsProps {
  organization: string;
  service: Service;
}

/** The secrets of a service that are live or have expired, and what replaces one without a pause. */
export function Secrets({ organization, service }: SecretsProps) {
  const [adding, setAdding] = useState(false);
  const [revoked, setRevoked] = useState<Secret | null>(null);
  const shown = service.secrets.filter(({ state }) => state !== "revoked");
  const isFull = service.secrets.filter(isLive).length >= mostSecrets;
  const id = `${service.id}-secrets`;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{say("secrets.title")}</h3>
      <Stack gap="xs" py="xs">
        {shown.map((secret) => (
          <Row key={secret.id} secret={secret} onRevoke={() => setRevoked(secret)} />
        ))}
        {shown.length === 0 && <p>{say(canCall(service) ? "secrets.none" : "secrets.lost")}</p>}
        {shown.length > 0 && <p className="small muted">{say(isFull ? "secrets.full" : "secrets.rotate")}</p>}
        {!isFull && (
          <div>
            <Button onClick={() => setAdding(true)}>
              {say("add.open")}
              <span className="vh"> {service.name}</span>
            </Button>
          </div>
        )}
      </Stack>
      {adding && <AddSecret organization={organization} service={service} onClose={() => setAdding(false)} />}
      {revoked && (
        <RevokeSecret organization={organization} service={service} secret={revoked} onClose={() => setRevoked(null)} />
      )}
    </section>
  );
}

function Row({ secret, onRevoke }: { secret: Secret; onRevoke: () => void }) {
  const name = secretName(secret);
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <p>
          <bdi className="mono">{name}</bdi>
        </p>
        <p>{expiryText(secret)}</p>
        <p className="small muted">{usageText(secret)}</p>
        <p className="small muted">
          {say("secret.made", { when: inSentence(secret.createdAt), who: who(secret.createdBy) })}
        </p>
      </div>
      <Button color="bad" onClick={onRevoke}>
        {say("drop.open")}
        <span className="vh"> {name}</span>
      </Button>
    </Group>
  );
}

const inSentence = (at: string) => timeInSentence(new Date(at), new Date());

function expiryText(secret: Secret): string {
  if (!secret.expiresAt) return say("secret.never");
  const when = inSentence(secret.expiresAt);
  if (secret.state === "expired") return say("secret.expired", { when });
  return say(expiresSoon(secret, new Date()) ? "secret.soon" : "secret.expires", { when });
}

function usageText({ lastUsedAt, lastUsedFrom }: Secret): string {
  if (!lastUsedAt) return say("secret.unused");
  const when = inSentence(lastUsedAt);
  return lastUsedFrom ? say("secret.used", { when, address: lastUsedFrom }) : say("secret.used-plain", { when });
}

interface RevokeSecretProps extends SecretsProps {
  secret: Secret;
  onClose: () => void;
}

function RevokeSecret({ organization, service, secret, onClose }: RevokeSecretProps) {
  const refresh = useRefresh();
  const toast = useToast();
  const name = secretName(secret);
  const rest = { ...service, secrets: service.secrets.filter(({ id }) => id !== secret.id) };
  async function act() {
    const path = { organization, serviceId: service.id, secretId: secret.id };
    await answered(
      calls.DELETE("/api/v1/organizations/{organization}/services/{serviceId}/secrets/{secretId}", {
        params: { path },
      }),
    );
    toast(say("drop.done", { secret: name }));
    await refresh();
  }
  return (
    <Confirm
      title={say("drop.title", { secret: name })}
      action={say("drop.open")}
      busyAction={say("drop.busy")}
      danger
      act={act}
      onClose={onClose}
    >
      <p>{say("drop.why")}</p>
      <p>{usageText(secret)}</p>
      {!canCall(rest) && <p>{say("drop.last", { name: service.name })}</p>}
    </Confirm>
  );
}
