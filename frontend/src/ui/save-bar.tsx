import type { ReactNode } from "react";

/** The foot of a form: what saves it, and what else may be done instead. It stays in sight. */
export function SaveBar({ children }: { children: ReactNode }) {
  return <footer className="save-bar">{children}</footer>;
}
