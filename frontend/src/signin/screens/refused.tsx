/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { type ProblemCode, readReference } from "../../api/problem.ts";
import { attempt } from "../../browser/memory.ts";
import { fill } from "../../text/fill.ts";
import problems from "../../text/problems.en.json";
import refusals from "../../text/refusals.en.json";
import { speaker } from "../../text/say.ts";
import { fullTime, isoTime } from "../../text/time.ts";
import { Frame } from "../frame.tsx";
import { Help } from "../help.tsx";
import type { SignInPage } from "../page.ts";
import type { RefusedQuery } from "../place.ts";
import { brandOn } from "../provider-texts.ts";
import { StartRefused } from "../start-refused.tsx";
import common from "../texts/login.en.json";
import { useStart } from "../use-start.ts";
import { backToSignIn } from "./paths.ts";
import { Reference } from "./reference.tsx";
import { refusedText } from "./refused.ts";
import shared from "./texts/common.en.json";
import texts from "./texts/refused.en.json";
import warning from "./texts/warning.en.json";

const say = speaker({ ...common, ...shared, ...warning, ...texts });
const nowhere = { code: "", name: "" };
const sentences: Partial<Record<ProblemCode, string>> = { ...problems, ...refusals };

interface RefusedProps {
  /** Null when nobody knows which organization it was. */
  page: SignInPage | null;
  place: RefusedQuery;
}

/** Says that a sign-in did not finish, why as far as this reader may know, and what to do. */
export function Refused({ page, place }: RefusedProps) {
  const organization = page?.organization;
  const text = refusedText(place.reason);
  const ref = readReference(place.ref);
  const names = { org: organization?.name ?? say("refused.some-org"), provider: brandOn(page, place.provider) };
  const { busy, refused, start, dismiss } = useStart(organization ?? nowhere);
  const heading = useRef<HTMLHeadingElement>(null);
  const [at] = useState(arrivedAt);
  useEffect(() => {
    attempt.drop();
    heading.current?.focus();
  }, []);

  const another = organization && text?.otherAccount ? place.provider : null;
  return (
    <Frame
      title={say("refused.page")}
      organization={organization}
      keyPlace="out"
      below={<Help contactText={page?.contactText ?? ""} label={say("refused.reach")} />}
    >
      <header>
        <h1 tabIndex={-1} ref={heading}>
          {say(text?.title ?? "refused.page", names)}
        </h1>
        <p>{text ? fill(sentences[text.code] ?? problems.internal_error, names) : say("refused.generic")}</p>
      </header>
      {organization && (
        <StartRefused refused={refused} organization={organization} provider={names.provider} onClose={dismiss} />
      )}
      <div class="stack">
        <div class="stack tight">
          <h2>{say("refused.next")}</h2>
          <p class="muted">{next(text?.next ?? "refused.tell", ref, names)}</p>
          {another && place.chosen && <p class="muted">{say("refused.sign-out", names)}</p>}
        </div>
        {ref && <Reference value={ref} />}
        <p class="small muted">
          <time dateTime={isoTime(at)}>{fullTime(at)}</time>
        </p>
      </div>
      <div class="stack tight">
        {another && (
          <button
            class="btn primary wide"
            type="button"
            aria-disabled={busy !== null || undefined}
            onClick={() => start(another, { chooseAccount: true })}
          >
            {busy ? say("signin.opening", { provider: names.provider }) : say("refused.other")}
          </button>
        )}
        <a
          class={another ? "btn wide" : "btn primary wide"}
          href={organization ? backToSignIn(organization.code) : "/sign-in"}
        >
          {say("refused.back")}
        </a>
      </div>
    </Frame>
  );
}

/** Without a reference nobody is told to read one out. */
function next(id: Step, ref: string | undefined, names: { org: string; provider: string }): string {
  if (ref) return say(id, names);
  if (id === "refused.add" || id === "refused.ask") return say("ask.administrator");
  return say(id === "refused.tell" ? "refused.again" : id, names);
}

type Step = NonNullable<ReturnType<typeof refusedText>>["next"];

/** When this page was first shown; loading it again does not change that. */
function arrivedAt(): Date {
  const state = history.state as { at?: unknown } | null;
  const at = typeof state?.at === "number" ? state.at : Date.now();
  history.replaceState({ at }, "");
  return new Date(at);
}
