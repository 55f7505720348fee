import { Box, Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { go } from "../browser/go.ts";
import { attempt } from "../browser/memory.ts";
import { providerName } from "../text/provider.ts";
import { timeInSentence } from "../text/time.ts";
import { answered } from "../ui/confirm.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { say } from "./texts/policy.ts";

type Requirement = components["schemas"]["Requirement"];

interface OwnSignInProps {
  organization: string;
  requirement: Requirement;
}

/** Whether the reader has come in through a provider lately; if not, the way there, which leads back to this page. */
export function ProviderSignIn({ organization, requirement: { ownSignIn, providers } }: OwnSignInProps) {
  const start = useMutation({
    mutationFn: (provider: string) =>
      answered(
        calls.POST("/api/v1/sign-in/sso", { body: { organization, provider, returnTo: "/sso-settings/require" } }),
      ),
    onSuccess: ({ authorizationUrl }, provider) => {
      attempt.leave(provider);
      go.to(authorizationUrl);
    },
  });
  const labelOf = (provider: string) => providers.find((one) => one.provider === provider)?.label;
  const nameOf = (provider: string) => providerName(provider, labelOf(provider));
  if (ownSignIn)
    return (
      <p>
        {say("own.done", {
          provider: nameOf(ownSignIn.provider),
          when: timeInSentence(new Date(ownSignIn.at), new Date()),
        })}
      </p>
    );
  const isGoing = start.isPending || start.isSuccess;
  return (
    <>
      {start.error && (
        <ProblemAlert problem={start.error} organization={organization} provider={nameOf(start.variables ?? "")} />
      )}
      <Box component="p" maw="75ch">
        {say("own.open")}
      </Box>
      <p className="actions">
        {providers.map(({ provider }, index) => (
          <Button
            key={provider}
            variant={index === 0 ? "filled" : "default"}
            aria-disabled={isGoing || undefined}
            onClick={() => isGoing || start.mutate(provider)}
          >
            {say(isGoing && start.variables === provider ? "own.busy" : "own.now", { provider: nameOf(provider) })}
          </Button>
        ))}
      </p>
    </>
  );
}

/** Instead of the steps where people could not sign in at all: a provider comes first. */
export function NoProvider() {
  return (
    <section className="card" aria-labelledby="no-provider">
      <header>
        <h2 id="no-provider">{say("none.title")}</h2>
      </header>
      <div className="card-body">
        <Box component="p" maw="75ch">
          {say("none.why")}
        </Box>
        <p>
          <Button component={Link} href="/sso-settings" variant="filled">
            {say("none.open")}
          </Button>
        </p>
      </div>
    </section>
  );
}
