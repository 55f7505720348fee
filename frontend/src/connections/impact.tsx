import { Box, Skeleton } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { Address } from "../ui/address.tsx";
import { Failed } from "../ui/failed.tsx";
import { useOrganization } from "./data.ts";
import { say } from "./texts/connections.ts";

type Numbers = components["schemas"]["ConnectionImpact"];

/** Whom it would hit when the connection went. Asked anew each time that a dialog opens. */
export function useImpact(connectionId: string) {
  const { code } = useOrganization();
  return api.useQuery(
    "get",
    "/api/v1/organizations/{organization}/connections/{connectionId}/impact",
    { params: { path: { organization: code, connectionId } } },
    { staleTime: 0, gcTime: 0 },
  );
}

interface ImpactProps {
  impact: { data?: Numbers; error: unknown; refetch: () => void };
  /** Which sentence says that sessions end; null when they are kept. */
  sessions: "turn-off" | "remove" | null;
}

/** Who has no other way to sign in, and whose sessions end. */
export function Impact({ impact, sessions }: ImpactProps) {
  if (impact.error) return <Failed problem={impact.error} onAgain={impact.refetch} />;
  if (!impact.data) return <Skeleton h={48} />;
  const { onlyWay, onlyWayPeople, sessions: running } = impact.data;
  return (
    <>
      <p className={onlyWay === 0 ? undefined : "alarm-text"}>{counted("turn-off.only-way", onlyWay)}</p>
      {onlyWay !== 0 && (
        <Box component="ul" ps="sm" style={{ borderInlineStart: "2px solid var(--line)" }}>
          {onlyWayPeople.map(({ id, name, email }) => (
            <li key={id}>
              {name}{" "}
              <span className="muted">
                <Address of={email} />
              </span>
            </li>
          ))}
          {onlyWay !== null && onlyWay > onlyWayPeople.length && (
            <li className="muted">{say.count("turn-off.more", onlyWay - onlyWayPeople.length)}</li>
          )}
        </Box>
      )}
      {sessions && <p>{counted(`${sessions}.sessions`, running)}</p>}
    </>
  );
}

function counted(text: "turn-off.only-way" | "turn-off.sessions" | "remove.sessions", count: number | null): string {
  if (count === null) return say(`${text}.many`);
  return count === 0 ? say(`${text}.none`) : say.count(text, count);
}
