import { Button, Flex } from "@mantine/core";
import { providerName } from "../text/provider.ts";
import { type Rule, sentence, type Warning } from "./rule-text.ts";
import { say } from "./texts/rules.ts";
import { useConnections } from "./use-connections.ts";

interface RuleListProps {
  organization: string;
  rules: Rule[];
  title: (role: string) => string;
  warnings: Warning[];
  /** The rules in another order, or fewer of them. */
  onMove: (rules: Rule[]) => void;
  onEdit: (at: number) => void;
}

/** The rules in their order, each as a sentence, with what is odd about it. */
export function RuleList({ organization, rules, title, warnings, onMove, onEdit }: RuleListProps) {
  const connections = useConnections(organization);
  const swap = (at: number, to: number) => onMove(rules.toSpliced(at, 1).toSpliced(to, 0, rules[at] as Rule));
  return (
    <ol className="page" aria-label={say("rules.title")}>
      {rules.map((rule, at) => {
        const place = String(at + 1);
        const odd = warnings.filter((one) => one.rule === at + 1);
        const connection = connections.find(({ connectionId }) => connectionId === rule.connectionId);
        const button = (what: "up" | "down" | "edit" | "remove", act: () => void, off = false) => (
          <Button
            color={what === "remove" ? "bad" : undefined}
            data-disabled={off || undefined}
            aria-disabled={off || undefined}
            onClick={() => off || act()}
          >
            {say(`rule.${what}`)}
            <span className="vh"> {say("rule.number", { place })}</span>
          </Button>
        );
        return (
          <Flex component="li" key={rule.id ?? place} direction="column" gap="xs">
            <p>
              <b>{say("rule.number", { place })}</b> {sentence(rule, title(rule.role))}
            </p>
            {rule.connectionId && (
              <p className="small muted">
                {say("rule.only", { provider: connection ? providerName(connection.provider, connection.label) : "-" })}
              </p>
            )}
            {rule.ignoreCase && <p className="small muted">{say("rule.any-case")}</p>}
            {odd.map(({ code }) => (
              <p key={code} className="small">
                {say(`warning.${code}`)}
              </p>
            ))}
            <div className="actions">
              {button("up", () => swap(at, at - 1), at === 0)}
              {button("down", () => swap(at, at + 1), at === rules.length - 1)}
              {button("edit", () => onEdit(at))}
              {button("remove", () => onMove(rules.toSpliced(at, 1)))}
            </div>
          </Flex>
        );
      })}
    </ol>
  );
}
