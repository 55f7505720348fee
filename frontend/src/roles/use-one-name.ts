import { useQueries } from "@tanstack/react-query";
import { calls } from "../api/session.ts";
import { answered } from "../ui/confirm.tsx";
import { isAmbiguous } from "./rule-text.ts";
import { useConnections } from "./use-connections.ts";

/**
 * Whether a typed name with dots is one name: the whole text is tried first, with the claims of the last test of
 * each connection (spec people, section 1). Nothing where no test had such a claim.
 */
export function useOneName(organization: string, typed: string): boolean | undefined {
  const connections = useConnections(organization);
  const tests = useQueries({
    queries: connections.map(({ connectionId }) => ({
      queryKey: ["claims of the last test", organization, connectionId],
      queryFn: () => lastClaims(organization, connectionId),
      enabled: isAmbiguous(typed),
      retry: false,
    })),
  });
  const whole = typed.trim();
  const paths = tests.flatMap(({ data }) => data ?? []);
  if (paths.some(([first, ...more]) => first === whole && more.length === 0)) return true;
  return paths.some((path) => path.join(".") === whole) ? false : undefined;
}

async function lastClaims(organization: string, connectionId: string): Promise<string[][]> {
  const { account } = await answered(
    calls.POST("/api/v1/organizations/{organization}/role-rules/preview", {
      params: { path: { organization } },
      body: { of: "test", connectionId, rules: { mode: "off", rules: [], otherwise: "keep" } },
    }),
  );
  return account?.claims.map(({ path }) => path) ?? [];
}
