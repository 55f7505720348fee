import { Box, Button } from "@mantine/core";
import { useRoles } from "../api/roles.ts";
import type { components } from "../api/schema.gen.ts";
import { api, calls } from "../api/session.ts";
import { useRefresh } from "../shell/page.tsx";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { roleTitle } from "../text/role.ts";
import { timeInSentence } from "../text/time.ts";
import { Address } from "../ui/address.tsx";
import { Failed } from "../ui/failed.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/rules.ts";

type Difference = components["schemas"]["RoleDifference"];

/** People who keep another role than the rules say: accept what they say, or keep it. Nothing while all agree. */
export function DriftCard({ organization }: { organization: string }) {
  const params = { params: { path: { organization } } };
  const drift = api.useQuery("get", "/api/v1/organizations/{organization}/role-drift", params);
  const roles = useRoles(organization).data?.items ?? [];
  const title = (key: string) => roleTitle(key, roles.find((one) => one.key === key)?.name ?? key);
  if (drift.data?.total === 0 || (!drift.data && !drift.error)) return null;
  return (
    <section className="card list" aria-labelledby="drift">
      <header>
        <div>
          <h2 id="drift">{say("drift.title")}</h2>
          {drift.data && <p className="muted">{say.count("drift.sentence", drift.data.total)}</p>}
        </div>
      </header>
      {drift.error && <Failed problem={drift.error} onAgain={drift.refetch} />}
      {drift.data && (
        <table className="table cards labelled">
          <thead>
            <tr>
              <th scope="col">{say("drift.person")}</th>
              <th scope="col">{say("drift.has")}</th>
              <th scope="col">{say("drift.said")}</th>
              <th scope="col">
                <span className="vh">{say("drift.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {drift.data.items.map((one) => (
              <Row key={one.userId} organization={organization} one={one} title={title} />
            ))}
          </tbody>
        </table>
      )}
      {drift.data && drift.data.total > drift.data.items.length && (
        <Box component="p" px="pad" py="sm" className="muted">
          {say.count("result.more", drift.data.total - drift.data.items.length)}
        </Box>
      )}
    </section>
  );
}

interface RowProps {
  organization: string;
  one: Difference;
  title: (role: string) => string;
}

function Row({ organization, one, title }: RowProps) {
  const { userId, name, email, role, said = role, rule, held = "manual", seenAt } = one;
  const refresh = useRefresh();
  const toast = useToast();
  const decide = useConfirmedChange(
    (decision: components["schemas"]["RoleDriftDecision"]["decision"]) =>
      calls.POST("/api/v1/organizations/{organization}/role-drift", {
        params: { path: { organization } },
        body: { userId, said, decision },
      }),
    {
      onSuccess: async () => {
        toast(say("drift.done", { name }));
        await refresh();
      },
    },
  );
  const button = (decision: "accept" | "keep") => (
    <Button aria-disabled={decide.isPending || undefined} onClick={() => decide.isPending || decide.mutate(decision)}>
      {say(`drift.${decision}`)}
      <span className="vh"> {name}</span>
    </Button>
  );
  const from = rule > 0 ? say("came.rule", { place: String(rule) }) : say("came.default");
  return (
    <tr>
      <td className="pair">
        <b dir="auto">{name}</b>
        <bdi className="sub">
          <Address of={email} />
        </bdi>
      </td>
      <td className="pair" data-label={say("drift.has")}>
        {title(role)}
        <span className="sub">{say(`held.${held}`)}</span>
      </td>
      <td className="pair" data-label={say("drift.said")}>
        {title(said)}
        <span className="sub">
          {from}
          {seenAt && `, ${say("came.seen", { when: timeInSentence(new Date(seenAt), new Date()) })}`}
        </span>
      </td>
      <td>
        <div className="actions">
          {button("accept")}
          {button("keep")}
        </div>
        {decide.error && <ProblemAlert problem={decide.error} />}
      </td>
    </tr>
  );
}
