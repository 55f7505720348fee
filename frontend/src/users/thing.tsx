import type { ReactNode } from "react";

/** One thing about a person: what it is, in one sentence what that means, and what can be done. */
export function Thing({ children, text, action }: { children: ReactNode; text: string; action: ReactNode }) {
  return (
    <div className="thing">
      <div>
        {children}
        <p>{text}</p>
      </div>
      {action}
    </div>
  );
}
