import type { ReactNode } from "react";

interface FactProps {
  name: string;
  children: ReactNode;
}

/** A row of a list of facts (dl): its name, and what is so. */
export function Fact({ name, children }: FactProps) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
