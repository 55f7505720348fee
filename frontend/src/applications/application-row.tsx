import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { timeInSentence } from "../text/time.ts";
import { who } from "../text/who.ts";
import { ApplicationIcon } from "../ui/application-icon.tsx";
import { answered, Confirm } from "../ui/confirm.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/applications.ts";

interface RowProps {
  organization: { code: string; name: string };
  application: components["schemas"]["Application"];
}

/** One application: whether people may sign in to it, who did last, and its switch. */
export function ApplicationRow({ organization, application }: RowProps) {
  const [asking, setAsking] = useState(false);
  const { name, icon, homeUrl, on, lastUsedAt } = application;
  return (
    <li className="thing">
      <Group wrap="nowrap" align="flex-start">
        <ApplicationIcon icon={icon} />
        <div>
          <h2>{name}</h2>
          {homeUrl && (
            <p>
              <bdi dir="ltr">{homeUrl}</bdi>
            </p>
          )}
          <StateChip bolt={on ? "thrown" : "drawn"} tone={on ? "on" : "off"}>
            {say(on ? "app.on" : "app.off")}
          </StateChip>
          <p>{stateText(organization.name, application)}</p>
          <p>{lastUsedAt ? say("app.used", { when: timeOf(lastUsedAt) }) : say("app.unused")}</p>
        </div>
      </Group>
      <Button color={on ? "bad" : undefined} onClick={() => setAsking(true)}>
        {say(on ? "app.switch-off" : "app.switch-on")}
        <span className="vh"> {name}</span>
      </Button>
      {asking && <Switch organization={organization} application={application} onClose={() => setAsking(false)} />}
    </li>
  );
}

function stateText(org: string, { on, changedBy, changedAt }: RowProps["application"]): string {
  if (on) return say("app.on-why", { org });
  return say("app.off-why", { org, who: who(changedBy), when: timeOf(changedAt) });
}

function timeOf(text: string | null): string {
  return timeInSentence(new Date(text ?? ""), new Date());
}

function Switch({ organization, application, onClose }: RowProps & { onClose: () => void }) {
  const { clientId, name, on, etag } = application;
  const refresh = useRefresh();
  const toast = useToast();
  const to = on ? "off" : "on";
  async function act() {
    const params = { path: { organization: organization.code, clientId }, header: { "If-Match": etag } };
    try {
      await answered(
        on
          ? calls.POST("/api/v1/organizations/{organization}/applications/{clientId}/disable", { params })
          : calls.POST("/api/v1/organizations/{organization}/applications/{clientId}/enable", { params }),
      );
      toast(say(`${to}.done`, { name }));
    } finally {
      // After a refusal as well: somebody else may have switched it.
      await refresh();
    }
  }
  return (
    <Confirm
      title={say(`${to}.title`, { name })}
      action={say(on ? "app.switch-off" : "app.switch-on")}
      busyAction={say(`${to}.busy`)}
      danger={on}
      act={act}
      onClose={onClose}
    >
      <p>{say(`${to}.why`, { org: organization.name })}</p>
    </Confirm>
  );
}
