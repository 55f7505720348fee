import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { useTitle } from "./title.ts";

interface PageProps {
  title: string;
  /** How things stand, in one sentence. */
  sentence?: string | undefined;
  /** The pages above this one. */
  crumbs?: ReactNode;
  actions?: ReactNode;
  /** A page about the reader alone, which is narrower. */
  personal?: boolean;
  children: ReactNode;
}

/** A page: its title, how things stand, what can be done, and the cards. */
export function Page({ title, sentence, crumbs, actions, personal, children }: PageProps) {
  const { name } = useOrganization();
  useTitle(title, name);
  return (
    <div className={personal ? "page" : "wide page"}>
      <header className="page-head">
        <div>
          {crumbs}
          <h1>{title}</h1>
          {sentence && <p className="muted">{sentence}</p>}
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}

/** The person's organization, which is known before any page is shown. */
export function useOrganization(): components["schemas"]["Organization"] {
  return api.useQuery("get", "/api/v1/me").data?.organization ?? { code: "", name: "" };
}

/** Asks anew for everything that is on the screen, after a change. */
export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries();
}
