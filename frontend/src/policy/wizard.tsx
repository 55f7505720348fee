import { Button, Flex } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmed } from "../stepup/confirmed.tsx";
import { listOf } from "../text/names.ts";
import { timeInSentence } from "../text/time.ts";
import { answered } from "../ui/confirm.tsx";
import { fieldCode, isRefused } from "../ui/problem.ts";
import { useToast } from "../ui/toasts.tsx";
import { Announcement, useAnnouncement } from "./announcement.tsx";
import { BreakGlass } from "./break-glass.tsx";
import { NotConnected } from "./not-connected.tsx";
import { ProviderSignIn } from "./provider-sign-in.tsx";
import { say } from "./texts/policy.ts";
import { type Chosen, readMoment, tomorrowMorning, typedMoment, When } from "./when.tsx";
import { Step } from "./wizard-step.tsx";

type Requirement = components["schemas"]["Requirement"];

interface WizardProps {
  organization: string;
  /** Of the policy as it was read. */
  etag: string;
  requirement: Requirement;
  /** When SSO is required now, if that is announced: another time is chosen from there. */
  announced: Date | null;
  /** Whether they were opened to choose another time: they begin there. */
  isChange: boolean;
}

/** The steps to requiring SSO, all on one page; the last says what will happen. */
export function Wizard({ organization, etag, requirement, announced, isChange }: WizardProps) {
  const { data: me } = api.useQuery("get", "/api/v1/me");
  const [chosen, setChosen] = useState<Chosen>(() => ({
    from: announced ? typedMoment(announced) : tomorrowMorning(new Date()),
    added: [],
  }));
  const [, navigate] = useLocation();
  const confirmed = useConfirmed();
  const refresh = useRefresh();
  const toast = useToast();
  const require = useMutation({
    mutationFn: (body: components["schemas"]["RequireRequest"]) => {
      const params = { path: { organization }, header: { "If-Match": etag } };
      return confirmed(() =>
        answered(calls.PUT("/api/v1/organizations/{organization}/sign-in-policy/requirement", { params, body })),
      );
    },
    onSuccess: async () => {
      toast(say("sum.done", { when: when(chosen.from) }));
      navigate("/sso-settings/policy");
      await refresh();
    },
    onError: refresh,
  });
  const { ownSignIn, breakGlass } = requirement;
  const isProven = breakGlass.some((one) => one.exempt || one.isMe);
  const isReady = ownSignIn !== null && isProven;
  const from = readMoment(chosen.from);
  const seen = useAnnouncement({ organization, from, exempt: chosen.added.map((one) => one.id) });
  const wrongDate = from === null || fieldCode(require.error, "/from") !== undefined;

  function submit() {
    if (require.isPending || !from) return;
    require.mutate({ from: from.toISOString(), exempt: chosen.added.map((one) => one.id) });
  }
  const own = isRefused(require.error, "own_sign_in_required");
  const glass = isRefused(require.error, "break_glass_required");
  const other = require.error && !own && !glass && !wrongDate ? require.error : null;
  return (
    <Flex component="ol" direction="column" gap="lg">
      <Step number={1} name={say("own.name")} done={ownSignIn !== null} problem={own && require.error}>
        <ProviderSignIn organization={organization} requirement={requirement} />
      </Step>
      <Step number={2} name={say("glass.name")} done={isProven} problem={glass && require.error}>
        <BreakGlass organization={organization} proven={breakGlass} isDone={isProven} onProven={refresh} />
      </Step>
      <Step number={3} name={say("people.name")} done={requirement.notConnected === 0 || undefined}>
        <NotConnected requirement={requirement} />
      </Step>
      <Step number={4} name={say("date.name")}>
        <When
          organization={organization}
          chosen={chosen}
          exempt={requirement.exempt}
          me={me?.user}
          wrong={wrongDate}
          isFirst={isChange}
          onChange={setChosen}
        />
      </Step>
      <Step number={5} name={say("sum.name")} problem={other}>
        <Summary
          exempt={requirement.exempt}
          toConnect={seen.data?.toConnect}
          chosen={chosen}
          me={me?.user.name ?? ""}
        />
        {from && <Announcement seen={seen} />}
        {!isReady && <p className="muted">{say("sum.first")}</p>}
        <p>
          <Button
            variant={isReady ? "filled" : "default"}
            aria-disabled={require.isPending || undefined}
            onClick={submit}
          >
            {say(require.isPending ? "sum.busy" : "sum.submit")}
          </Button>
        </p>
      </Step>
    </Flex>
  );
}

interface SummaryProps {
  exempt: Requirement["exempt"];
  /** How many have to connect an account; until it is counted, nothing is said of them. */
  toConnect: number | undefined;
  chosen: Chosen;
  me: string;
}

/** The effect in sentences. */
function Summary({ exempt, toConnect, chosen, me }: SummaryProps) {
  const names = [...new Set([me, ...exempt.map((one) => one.name), ...chosen.added.map((one) => one.name)])];
  return (
    <Flex component="ul" direction="column" gap="xs" ps="1.25rem" style={{ listStyle: "disc" }}>
      <li>{say("sum.date", { when: when(chosen.from) })}</li>
      <li>{say.count("sum.exempt", names.length, { names: listOf(names) })}</li>
      {toConnect !== undefined && <li>{connecting(toConnect)}</li>}
      <li>{say("sum.sessions")}</li>
    </Flex>
  );
}

function connecting(count: number): string {
  return count === 0 ? say("sum.people.none") : say.count("sum.people", count);
}

function when(at: string): string {
  const moment = readMoment(at);
  return moment ? timeInSentence(moment, new Date()) : "?";
}
