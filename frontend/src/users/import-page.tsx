import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { calls } from "../api/session.ts";
import { Page, useOrganization } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { Breadcrumb } from "../ui/breadcrumb.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { ImportFile, type Order } from "./import-file.tsx";
import { ImportHistory } from "./import-history.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { leaving } from "./import-result.tsx";
import { refusedText, type UserImport } from "./import-text.ts";
import { say } from "./texts/imports.ts";

const nothing: Order = { file: null, deactivateMissing: false, invite: false };

/** People from a file: it is checked first, and what it would do is seen, then it is imported. */
export function ImportPage() {
  const { code } = useOrganization();
  const [params, setParams] = useSearchParams();
  const [order, setOrder] = useState(nothing);
  // The check of this very order; another file or another tick wants another one.
  const [checked, setChecked] = useState<string | null>(null);
  const [asked, setAsked] = useState<UserImport | null>(null);
  const queries = useQueryClient();
  const start = useStart(code, order, (begun) => {
    setChecked(begun.dryRun ? begun.id : null);
    setParams({ import: begun.id });
    queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).endsWith("/user-imports") });
  });
  const id = params.get("import");
  const refused = refusedText(start.error);
  function change(part: Partial<Order>) {
    setOrder((before) => ({ ...before, ...part }));
    setChecked(null);
    start.reset();
  }
  function apply(is: UserImport) {
    if (leaving(is) > 0) setAsked(is);
    else if (!start.isPending) start.mutate(false);
  }
  const actions = (is: UserImport) =>
    checked === is.id ? (
      <Button variant="filled" aria-disabled={start.isPending || undefined} onClick={() => apply(is)}>
        {start.isPending ? say("file.sending") : say.count("apply.open", is.rows - is.wrong)}
      </Button>
    ) : (
      <p className="muted">{say("apply.again")}</p>
    );
  return (
    <Page
      title={say("imports.title")}
      sentence={say("imports.sentence")}
      crumbs={<Breadcrumb above={[["/users", say("nav.users")]]} here={say("imports.title")} />}
    >
      <ImportFile
        organization={code}
        order={order}
        refused={refused}
        onChange={change}
        onCheck={() => start.mutate(true)}
        isPending={start.isPending}
        isChecked={checked !== null}
      >
        {start.error && !refused && !asked && <ProblemAlert problem={start.error} />}
      </ImportFile>
      {id && <ImportProgress key={id} organization={code} id={id} actions={actions} />}
      <ImportHistory organization={code} />
      {asked && (
        <Confirm
          title={say.count("apply.ask", leaving(asked))}
          action={say("apply.import")}
          busyAction={say("file.sending")}
          danger
          act={async () => void (await start.mutateAsync(false))}
          onClose={() => setAsked(null)}
        >
          <p>{say("apply.why")}</p>
        </Confirm>
      )}
    </Page>
  );
}

/** Sends a file: to be checked, or to be imported. */
function useStart(organization: string, { file, ...ticks }: Order, onSuccess: (begun: UserImport) => void) {
  return useConfirmedChange(
    (dryRun: boolean) =>
      calls.POST("/api/v1/organizations/{organization}/user-imports", {
        params: {
          path: { organization },
          query: { ...ticks, dryRun, ...(file && { fileName: file.name.slice(0, 120) }) },
        },
        headers: { "Content-Type": file?.type ?? "text/csv" },
        // The contract says what a file is as text; it goes as the bytes it has.
        body: file?.content as unknown as string,
        bodySerializer: (content) => content,
      }),
    { onSuccess },
  );
}
