import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { fieldCode } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/domains.ts";

/** Claims a domain. It counts for nothing before it is proven. */
export function AddDomain({ organization }: { organization: string }) {
  const [domain, setDomain] = useState("");
  const refresh = useRefresh();
  const toast = useToast();
  const add = useConfirmedChange(
    (name: string) =>
      calls.POST("/api/v1/organizations/{organization}/domains", {
        params: { path: { organization } },
        body: { domain: name },
      }),
    {
      onSuccess: async (added) => {
        setDomain("");
        toast(say("domains.added", { domain: added.domain }));
        await refresh();
      },
    },
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!add.isPending) add.mutate(domain.trim());
  }
  const wrong = fieldCode(add.error, "/domain");
  return (
    <section className="card" aria-labelledby="add-domain">
      <header>
        <h2 id="add-domain">{say("domains.add")}</h2>
      </header>
      <form className="card-body narrow" noValidate onSubmit={submit}>
        {add.error && !wrong && <ProblemAlert problem={add.error} />}
        <TextInput
          label={say("domains.name")}
          description={say("domains.hint")}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={253}
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
          error={wrong && wrongText(wrong)}
        />
        <p>
          <Button type="submit" aria-disabled={add.isPending || undefined}>
            {say(add.isPending ? "domains.adding" : "domains.add")}
          </Button>
        </p>
      </form>
    </section>
  );
}

function wrongText(code: NonNullable<ReturnType<typeof fieldCode>>): string {
  if (code === "public_domain") return say("domains.public");
  return say(code === "taken" || code === "duplicate" ? "domains.taken" : "domains.wrong");
}
