import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import { api } from "../api/session.ts";
import { isRefused } from "../ui/problem.ts";
import type { Identities } from "./identities.ts";
import { ItsYou } from "./its-you.tsx";

type Confirmed = <Data>(work: () => Promise<Data>) => Promise<Data>;

const Context = createContext<Confirmed>((work) => work());

/**
 * Does work, and does it again once the person has confirmed who they are, if
 * the server asks for that (F15). Whoever closes the dialog gets the refusal.
 */
export function useConfirmed(): Confirmed {
  return useContext(Context);
}

/** Work that waits for the confirmation. */
interface Waiting {
  identities: Identities;
  goOn: () => void;
  /** Ends it in its refusal. */
  drop: () => void;
}

/** Asks who it is, over the page, where work of the page wants recent authentication. */
export function ConfirmedProvider({ organization, children }: { organization: string; children: ReactNode }) {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const queries = useQueryClient();

  async function confirmed<Data>(work: () => Promise<Data>): Promise<Data> {
    try {
      return await work();
    } catch (problem) {
      if (!isRefused(problem, "reauth_required")) throw problem;
      const identities = await queries.fetchQuery(api.queryOptions("get", "/api/v1/me/identities"));
      await new Promise<void>((goOn, refuse) => setWaiting({ identities, goOn, drop: () => refuse(problem) }));
      return confirmed(work);
    }
  }
  function end(how: () => void) {
    setWaiting(null);
    how();
  }
  return (
    <Context value={confirmed}>
      {children}
      {waiting && (
        <ItsYou
          isTyped
          organization={organization}
          identities={waiting.identities}
          onConfirmed={async () => end(waiting.goOn)}
          onClose={() => end(waiting.drop)}
        />
      )}
    </Context>
  );
}
