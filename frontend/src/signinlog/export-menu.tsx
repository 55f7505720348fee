import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useSearchParams } from "wouter";
import { calls } from "../api/session.ts";
import { save } from "../browser/save.ts";
import { say } from "../text/log.ts";
import { Icon } from "../ui/icons.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useMenu } from "../ui/use-menu.ts";
import { readFilters, toQuery } from "./filters.ts";

type Format = "csv" | "json";

/** Saves the attempts that the filters leave as a file. */
export function ExportMenu({ organization }: { organization: string }) {
  const [params] = useSearchParams();
  const { open, setOpen, button, box } = useMenu();
  const file = useMutation({
    mutationFn: (format: Format) => fetchFile(organization, format, readFilters(params)),
  });
  function start(format: Format) {
    setOpen(false);
    button.current?.focus();
    if (!file.isPending) file.mutate(format);
  }
  return (
    <div className="export">
      <div className="export-box" {...box}>
        <Button
          ref={button}
          leftSection={<Icon name="get" />}
          aria-expanded={open}
          aria-controls="export-menu"
          aria-disabled={file.isPending || undefined}
          onClick={() => setOpen(!open && !file.isPending)}
        >
          {say("export.button")}
        </Button>
        <div className="menu" id="export-menu" hidden={!open}>
          <p className="menu-who">{say("export.label")}</p>
          <ul>
            {(["csv", "json"] as const).map((format) => (
              <li key={format}>
                <button type="button" onClick={() => start(format)}>
                  {say(`export.${format}`)}
                </button>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <p className="small muted" role="status">
        {file.isPending && say("export.running")}
        {file.isSuccess && say("export.done")}
      </p>
      {file.error && <ProblemAlert problem={file.error} />}
    </div>
  );
}

async function fetchFile(organization: string, format: Format, filters: ReturnType<typeof readFilters>): Promise<void> {
  const now = new Date();
  const { data, error } = await calls.GET("/api/v1/organizations/{organization}/sign-in-log/export", {
    params: { path: { organization }, query: { format, ...toQuery(filters, now) } },
    parseAs: "blob",
  });
  if (!data) throw error;
  save(data as Blob, `sign-ins-${organization}-${now.toISOString().slice(0, 10)}.${format}`);
}
