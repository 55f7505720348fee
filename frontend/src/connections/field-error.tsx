import type { ReactNode } from "react";
import { Icon } from "../ui/icons.tsx";

/** Hint and error stand below the field that they are about. */
export const hintBelow: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

/** What is wrong with a field: a sign and words. */
export function FieldError({ children }: { children: ReactNode }) {
  return (
    <span className="field-error">
      <Icon name="alert" />
      {children}
    </span>
  );
}
