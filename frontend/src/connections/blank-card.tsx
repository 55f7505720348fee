import { Button, Stack } from "@mantine/core";
import { useLocation } from "wouter";
import { api } from "../api/session.ts";
import type { BrandKey } from "../providers/providers.tsx";
import { providerTitle } from "../text/provider.ts";
import { CardFoot, CardHead } from "./card-head.tsx";
import { ChangeRefused } from "./change-refused.tsx";
import { useOrganization, useRefresh } from "./data.ts";
import { formPath } from "./overall.ts";
import { say } from "./texts/connections.ts";

/** A brand that was not set up: what it would do, how long it takes, one button. */
export function BlankCard({ provider }: { provider: BrandKey }) {
  const { code, name } = useOrganization();
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const create = api.useMutation("post", "/api/v1/organizations/{organization}/connections", {
    onSuccess: async (made) => {
      navigate(formPath(made));
      await refresh();
    },
  });
  const begin = () => {
    if (!create.isPending) create.mutate({ params: { path: { organization: code } }, body: { provider } });
  };
  return (
    <article className="card conn" aria-labelledby={`conn-${provider}`}>
      <CardHead id={`conn-${provider}`} provider={provider} title={providerTitle(provider)} state="blank" />
      <Stack gap="md" px="pad" pb="md">
        <BlankText kind={provider} />
        {create.error && <ChangeRefused problem={create.error} org={name} />}
      </Stack>
      <CardFoot>
        <Button
          variant="filled"
          aria-label={say("act.of", { action: say("act.set-up"), name: providerTitle(provider) })}
          aria-disabled={create.isPending || undefined}
          onClick={begin}
        >
          {say(create.isPending ? "act.setting-up" : "act.set-up")}
        </Button>
      </CardFoot>
    </article>
  );
}

/** What it is for and what setting it up takes. */
export function BlankText({ kind }: { kind: "google" | "microsoft" | "openid" }) {
  return (
    <Stack gap="xs" c="dimmed">
      <p>{say(`blank.${kind}-1`)}</p>
      <p>{say(`blank.${kind}-2`)}</p>
      <p>{say("blank.time")}</p>
    </Stack>
  );
}
