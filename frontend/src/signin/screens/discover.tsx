/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Refusal } from "../../api/problem.ts";
import { go } from "../../browser/go.ts";
import { forget, notice, type Provider, type Remembered, remembered } from "../../browser/memory.ts";
import { speaker } from "../../text/say.ts";
import { Alert, Note } from "../alert.tsx";
import { BrandButtons } from "../brand-buttons.tsx";
import { post } from "../call.ts";
import { Field, Submit, valuesOf } from "../field.tsx";
import { Frame } from "../frame.tsx";
import type { Page } from "../page.ts";
import { pathOf } from "../place.ts";
import { brand } from "../provider-texts.ts";
import common from "../texts/login.en.json";
import { ContinueAs } from "./continue-as.tsx";
import { onward } from "./paths.ts";
import { RecentOrganizations } from "./recent-organizations.tsx";
import { sentence } from "./sentence.ts";
import texts from "./texts/discover.en.json";

const say = speaker({ ...common, ...texts });

interface DiscoverProps {
  /** A code that an address named in vain. */
  unknown?: string;
  page?: Page | null;
}

/** The sign-in page without an organization, or of somebody who may go on as they are. */
export function Discover({ unknown, page }: DiscoverProps) {
  if (page?.as) return <ContinueAs application={page.application ?? ""} as={page.as} />;
  return <Ask unknown={unknown} application={page?.application} />;
}

function Ask({ unknown, application }: { unknown: string | undefined; application: string | undefined }) {
  const [recent, setRecent] = useState(remembered);
  const [said] = useState(notice.take);
  const [wanted, setWanted] = useState<Provider | null>(null);
  const [error, setError] = useState(unknown === undefined ? "" : unknownCode);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (unknown !== undefined) toCode();
  }, [unknown]);

  function complain(text: string) {
    setError(text);
    toCode();
  }
  function choose(provider: Provider) {
    const [latest] = recent;
    if (latest) return go.to(onward(pathOf.start(latest.code, provider)));
    setWanted(provider);
    complain(say("discover.first", { provider: brand(provider) }));
  }
  async function find(event: SubmitEvent) {
    event.preventDefault();
    if (busy || !form.current) return;
    const typed = valuesOf(form.current)("code").trim();
    setRefusal(null);
    if (typed === "") return complain(say("discover.empty"));
    setBusy(true);
    const answer = await post("/api/v1/sign-in/discover", typed.includes("@") ? { email: typed } : { code: typed });
    if (answer.ok) {
      const { code } = answer.data;
      return go.to(onward(wanted ? pathOf.start(code, wanted) : pathOf.signIn(code)));
    }
    setBusy(false);
    if (isUnknown(answer.refusal)) return complain(typed.includes("@") ? say("discover.unknown-email") : unknownCode);
    setError("");
    setRefusal(answer.refusal);
  }
  function remove(one: Remembered) {
    forget(one.code);
    setRecent(remembered());
  }

  return (
    <Frame title={say("signin.title")}>
      <header>
        <h1>{application ? say("signin.heading", { org: application }) : say("discover.heading")}</h1>
        <p class="muted">{say("discover.lead")}</p>
      </header>
      {said && <Note>{say(`notice.${said}`)}</Note>}
      {refusal && <Alert refusal={refusal} org="" provider="" />}
      <RecentOrganizations list={recent} onRemove={remove} onEmpty={toCode} />
      <form class="stack" onSubmit={find} ref={form} noValidate>
        <Field
          name="code"
          label={say("discover.code")}
          hint={say("discover.hint")}
          error={error || undefined}
          defaultValue={unknown}
          autocomplete="organization"
          autocapitalize="off"
          spellcheck={false}
        />
        <Submit label={say("discover.submit")} busyLabel={say("discover.busy")} busy={busy} />
      </form>
      <p class="or muted">{say("or")}</p>
      <div class="stack">
        <BrandButtons
          providers={[{ provider: "google" }, { provider: "microsoft" }]}
          busy={null}
          lastUsed={recent[0]?.lastUsed}
          describedBy={recent[0] && "goes-to"}
          onChoose={choose}
        />
        {recent[0] && (
          <p class="small muted" id="goes-to">
            {say("discover.goes-to", { org: recent[0].name })}
          </p>
        )}
      </div>
    </Frame>
  );
}

const unknownCode = sentence({ code: "org_not_resolved" }, "", "");

function toCode(): void {
  document.getElementById("code")?.focus();
}

/** A code that nobody can have is as unknown as one that nobody has. */
function isUnknown(refusal: Refusal): boolean {
  return refusal.code === "org_not_resolved" || refusal.code === "validation_failed";
}
