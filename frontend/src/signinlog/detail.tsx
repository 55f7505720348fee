import { Skeleton, Stack } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Link, useSearchParams } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { logTime, zonePlace } from "../text/time.ts";
import { Address } from "../ui/address.tsx";
import { browserName } from "../ui/browser-name.ts";
import { CopyReference } from "../ui/copy-reference.tsx";
import { Versus } from "../ui/expected-received.tsx";
import { Fact } from "../ui/fact.tsx";
import { Failed } from "../ui/failed.tsx";
import { Icon } from "../ui/icons.tsx";
import { ProviderHint } from "../ui/provider-hint.tsx";
import { ResultChip } from "../ui/result-chip.tsx";
import { next, why } from "./explain.ts";
import { WhatToDo } from "./remedy.tsx";
import { say } from "./texts/log.ts";
import { Timeline } from "./timeline.tsx";

type SignIn = components["schemas"]["SignInDetail"];

interface DetailProps {
  organization: string;
  id: string;
  /** Whether the heading takes the focus. */
  focus: boolean;
}

/** The attempt that was chosen, beside the list or in its place. */
export function Detail({ organization, id, focus }: DetailProps) {
  return (
    <div className="chosen-one">
      <BackToList />
      <section className="card detail" aria-label={say("detail.label")}>
        <Content organization={organization} id={id} focus={focus} />
      </section>
    </div>
  );
}

function Content({ organization, id, focus }: DetailProps) {
  const detail = api.useQuery("get", "/api/v1/organizations/{organization}/sign-in-log/{signInId}", {
    params: { path: { organization, signInId: id } },
  });
  if (detail.error) return <Failed problem={detail.error} onAgain={detail.refetch} />;
  if (!detail.data) return <ToCome />;
  return <Attempt detail={detail.data} focus={focus} />;
}

function Attempt({ detail, focus }: { detail: SignIn; focus: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus]);
  const advice = <Advice detail={detail} />;
  const refusedAtStep = detail.steps.some((step) => step.state === "refused");
  return (
    <>
      <header>
        <div>
          <CopyReference reference={detail.reference} />
          {/* Scrolled to together with the head of its card. */}
          <h2 ref={heading} tabIndex={-1} style={{ scrollMarginTop: 40 }}>
            {why(detail)}
          </h2>
        </div>
        <ResultChip result={detail.result} purpose={detail.purpose} />
      </header>
      <Facts detail={detail} />
      {detail.steps.length > 0 && <Timeline detail={detail} advice={advice} />}
      {!refusedAtStep && (
        <Stack gap="sm" px="pad" py="md" className="advice">
          {advice}
        </Stack>
      )}
    </>
  );
}

function Facts({ detail }: { detail: SignIn }) {
  const { person, email, code, reason, address, proof, purpose } = detail;
  return (
    <dl className="facts small">
      {purpose === "application" ? (
        <Request detail={detail} />
      ) : (
        <Fact name={say("fact.person")}>{person ?? say("nobody")}</Fact>
      )}
      {email && email !== person && (
        <Fact name={say("fact.email")}>
          <Address of={email} />
        </Fact>
      )}
      <Fact name={say("fact.code")}>{code ? <code>{code}</code> : say("fact.none")}</Fact>
      {detail.steps.length === 0 && ( // the timeline of the others says when
        <Fact name={say("list.time", { zone: zonePlace() })}>
          <time dateTime={detail.at}>{logTime(new Date(detail.at), new Date())}</time>
        </Fact>
      )}
      {reason && (
        <Fact name={say("fact.reason")}>
          <code>{reason}</code>
        </Fact>
      )}
      <Fact name={say("fact.from")}>
        {address ? say("from.both", { address, browser: browserName(detail.browserName) }) : say("from.hidden")}
      </Fact>
      {(proof === "strong" || proof === "weak") && <Fact name={say("fact.proof")}>{say(`proof.${proof}`)}</Fact>}
    </dl>
  );
}

/** Which application asked what was refused, and how often. */
function Request({ detail }: { detail: SignIn }) {
  const { application, times, startedAt } = detail;
  return (
    <>
      <Fact name={say("fact.application")}>{application ?? say("nobody")}</Fact>
      {times > 1 && (
        <>
          <Fact name={say("fact.times")}>{say.count("times", times)}</Fact>
          <Fact name={say("fact.first")}>
            <time dateTime={startedAt}>{logTime(new Date(startedAt), new Date())}</time>
          </Fact>
        </>
      )}
    </>
  );
}

/** What was expected and received, if a comparison failed, and who must do what. */
function Advice({ detail }: { detail: SignIn }) {
  const { expected, received, provider } = detail;
  const todo = next(detail);
  return (
    <>
      <Versus expected={expected} received={received} />
      <ProviderHint provider={provider ?? ""} received={received} />
      {todo && (
        <p>
          <b>{say("todo")}</b> {todo}
        </p>
      )}
      <WhatToDo detail={detail} />
    </>
  );
}

/** Where the attempt has the page to itself. */
function BackToList() {
  const [params] = useSearchParams();
  const list = new URLSearchParams(params);
  list.delete("id");
  const query = list.toString();
  return (
    <Link className="link back" href={query ? `/sign-in-log?${query}` : "/sign-in-log"}>
      <Icon name="back" />
      {say("detail.back")}
    </Link>
  );
}

function ToCome() {
  return (
    <>
      <p className="vh" role="status">
        {say("loading")}
      </p>
      <Skeleton h={560} mx="lg" my="md" aria-hidden="true" />
    </>
  );
}
