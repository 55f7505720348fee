import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, calls } from "../api/session.ts";
import { useOrganization, useRefresh } from "../shell/page.tsx";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { answered } from "../ui/confirm.tsx";
import { fieldError, isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { SaveBar } from "../ui/save-bar.tsx";
import { useToast } from "../ui/toasts.tsx";
import { type Branding, type BrandingChange, changeOf, type Draft, draftOf, isColor } from "./draft.ts";
import { LogoField } from "./logo-field.tsx";
import { Preview } from "./preview.tsx";
import { say } from "./texts/branding.ts";

interface BrandingFormProps {
  branding: Branding;
  load: () => Promise<Branding | undefined>;
}

/** What the sign-in page looks like, and beside it how that would look. */
export function BrandingForm({ branding, load }: BrandingFormProps) {
  const { code, name: org } = useOrganization();
  // The branding that the form was filled from: what somebody else saves meanwhile is refused, not overwritten.
  const [base, setBase] = useState(branding);
  const [draft, setDraft] = useState(() => draftOf(branding));
  const [isWrong, setWrong] = useState(false);
  const shades = useShades(code, draft.accent, base);
  const refresh = useRefresh();
  const toast = useToast();
  const begin = (from: Branding) => {
    setBase(from);
    setDraft(draftOf(from));
    setWrong(false);
  };
  const save = useMutation({
    mutationFn: (body: BrandingChange) => {
      const params = { path: { organization: code }, header: { "If-Match": base.etag } };
      return answered(calls.PATCH("/api/v1/organizations/{organization}/branding", { params, body }));
    },
    onSuccess: async (after) => {
      begin(after);
      toast(say("form.saved"));
      await refresh();
    },
  });
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const logo = draft.logo ?? base.logo?.url ?? "";

  /** What was refused of the picture before is not of this one. */
  function chooseLogo(logo: string) {
    save.reset();
    set({ logo });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    const bad = draft.accent.trim() !== "" && !isColor(draft.accent);
    setWrong(bad);
    if (bad) return document.getElementById("accent")?.focus();
    const body = changeOf(draft, base);
    if (!body) return toast(say("form.nothing"));
    save.mutate(body);
  }
  async function loadAnew() {
    const now = await load();
    save.reset();
    if (now) begin(now);
  }

  return (
    <form className="columns guided" noValidate onSubmit={submit}>
      <section className="card" aria-labelledby="look">
        <header>
          <h2 id="look">{say("form.title")}</h2>
        </header>
        <div className="card-body">
          <LogoField src={logo} problem={save.error} onChange={chooseLogo} />
          <TextInput
            label={say("form.name")}
            description={say("form.name-hint", { org })}
            maxLength={120}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={fieldError(save.error, "/name")}
          />
          <TextInput
            id="accent"
            label={say("form.accent")}
            description={say("form.accent-hint")}
            maxLength={7}
            dir="ltr"
            value={draft.accent}
            onChange={(event) => set({ accent: event.currentTarget.value })}
            error={isWrong ? say("form.accent-wrong") : fieldError(save.error, "/accent")}
            rightSectionWidth={56}
            rightSection={
              <input
                type="color"
                aria-label={say("form.accent-pick")}
                value={isColor(draft.accent) ? draft.accent.trim() : "#0f5670"}
                onChange={(event) => set({ accent: event.currentTarget.value })}
              />
            }
          />
          <TextInput
            label={say("form.welcome")}
            description={say("form.welcome-hint")}
            maxLength={200}
            dir="auto"
            value={draft.welcome}
            onChange={(event) => set({ welcome: event.currentTarget.value })}
            error={fieldError(save.error, "/welcome")}
          />
        </div>
        <SaveBar>
          {save.error && <ProblemAlert problem={save.error} />}
          <Button type="submit" variant="filled" aria-disabled={save.isPending || undefined}>
            {say(save.isPending ? "form.saving" : "form.save")}
          </Button>
          {isRefused(save.error, "config_changed") && <Button onClick={loadAnew}>{say("form.load")}</Button>}
          {base.changedAt && (
            <span className="small muted">
              {say("form.changed", {
                who: who(base.changedBy),
                when: timeInSentence(new Date(base.changedAt), new Date()),
              })}
            </span>
          )}
        </SaveBar>
      </section>
      <Preview name={draft.name.trim() || org} welcome={draft.welcome.trim()} logo={logo} shades={shades} />
    </form>
  );
}

/** How a colour would be shown, as the server computes it: what is saved is known, what is typed is asked for. */
function useShades(organization: string, typed: string, base: Branding) {
  const [accent] = useDebouncedValue(typed.trim().toLowerCase(), 300);
  const asked = api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/branding/shades",
    { params: { path: { organization }, query: { accent } } },
    { enabled: isColor(accent) && accent !== base.accent },
  );
  if (!isColor(accent)) return undefined;
  return accent === base.accent ? (base.shades ?? undefined) : asked.data;
}
