import { Button } from "@mantine/core";
import { Icon } from "../ui/icons.tsx";
import { changedText } from "./change-refused.tsx";
import { say } from "./texts/connections.ts";

/** Somebody else saved meanwhile: who and when, and the way to go on without losing what was typed. */
export function StaleNotice({ problem, onLoad }: { problem: unknown; onLoad: () => void }) {
  return (
    <div className="notice warn" role="alert" tabIndex={-1} ref={focusOnce}>
      <Icon name="alert" />
      <p>
        <b>{changedText(problem)}</b> {say("changed.text")}
      </p>
      <p>
        <Button onClick={onLoad}>{say("changed.load")}</Button>
      </p>
    </div>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
