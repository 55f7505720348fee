import { Box, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { providerName } from "../text/provider.ts";
import { timeInSentence } from "../text/time.ts";
import { Fact } from "../ui/fact.tsx";
import { Failed } from "../ui/failed.tsx";
import { say } from "./texts/connections.ts";

type Policy = components["schemas"]["SignInPolicy"];
type First = Policy["firstSignIn"][number];

/** The rules of sign-in in short, with the way to their page. */
export function PolicyCard({ policy }: { policy: { data?: Policy; error: unknown; refetch: () => void } }) {
  return (
    <section className="card" aria-labelledby="policy">
      <header>
        <h2 id="policy">{say("policy.title")}</h2>
        <Link className="link small" href="/sso-settings/policy" aria-label={say("policy.edit-name")}>
          {say("policy.edit")}
        </Link>
      </header>
      <Content policy={policy} />
    </section>
  );
}

function Content({ policy }: { policy: { data?: Policy; error: unknown; refetch: () => void } }) {
  if (policy.error) return <Failed problem={policy.error} onAgain={policy.refetch} />;
  if (!policy.data) return <Skeleton h={240} mx="lg" my="md" />;
  const { firstSignIn, exempt, sessionIdleMinutes, sessionAbsoluteMinutes } = policy.data;
  return (
    <dl className="facts stacked" style={{ gridTemplateColumns: "minmax(0, 1fr)", rowGap: 0 }}>
      <Fact name={say("policy.first")}>{each(firstSignIn, ({ linking }) => say(`policy.linking.${linking}`))}</Fact>
      <Fact name={say("policy.weak")}>{each(firstSignIn, ({ weakProof }) => say(`policy.weak.${weakProof}`))}</Fact>
      <Fact name={say("policy.different")}>
        {each(firstSignIn, ({ differentEmail }) =>
          say(differentEmail ? "policy.different.yes" : "policy.different.no"),
        )}
      </Fact>
      <Fact name={say("policy.password")}>{passwordRule(policy.data)}</Fact>
      <Fact name={say("policy.exempt")}>{people(exempt.length)}</Fact>
      <Fact name={say("policy.session")}>
        {say("policy.session.text", { idle: span(sessionIdleMinutes), absolute: span(sessionAbsoluteMinutes) })}
      </Fact>
    </dl>
  );
}

/** One line when all providers have the same rule, else one for each. */
function each(all: First[], rule: (one: First) => string): ReactNode {
  const [first, ...more] = all;
  if (!first) return say("policy.no-provider");
  if (more.every((one) => rule(one) === rule(first))) return rule(first);
  return all.map((one) => (
    <Box key={one.connectionId} component="span" w="100%">
      {say("policy.of", { name: providerName(one.provider, one.label), what: rule(one) })}
    </Box>
  ));
}

function passwordRule({ passwordSignIn, ssoRequiredFrom }: Policy): string {
  if (!passwordSignIn) return say("policy.password.closed");
  if (!ssoRequiredFrom) return say("policy.password.optional");
  return say("policy.password.from", { when: timeInSentence(new Date(ssoRequiredFrom), new Date()) });
}

function people(count: number): string {
  return count === 0 ? say("policy.exempt.none") : say.count("policy.exempt-people", count);
}

/** "8 hours", "90 minutes", "30 days". */
export function span(minutes: number): string {
  if (minutes % 1440 === 0 && minutes > 1440) return say.count("time.days", minutes / 1440);
  return minutes % 60 === 0 ? say.count("time.hours", minutes / 60) : say.count("time.minutes", minutes);
}
