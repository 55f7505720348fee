import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { say } from "../text/app.ts";
import { Dialog } from "./dialog.tsx";

/** Where the person wants to go: a path of ours, or back in the history. */
type Wanted = { path: string } | "back";

/** Asks before something typed is lost: by a link, by Back, by closing the tab. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [, navigate] = useLocation();
  useEffect(() => (dirty ? guard(setWanted) : undefined), [dirty]);
  const stay = () => setWanted(null);
  function leave() {
    // Over the entry that the guard put on top, and over this page.
    if (wanted === "back") history.go(-2);
    else if (wanted) navigate(wanted.path);
  }
  return (
    <Dialog
      open={wanted !== null}
      title={say("guard.title")}
      onClose={stay}
      actions={
        <>
          <Button onClick={leave}>{say("guard.leave")}</Button>
          <Button variant="filled" data-autofocus onClick={stay}>
            {say("guard.stay")}
          </Button>
        </>
      }
    >
      <p>{say("guard.text")}</p>
    </Dialog>
  );
}

/**
 * Holds every way out of the page and names where it would lead, until the
 * answer is called. Back cannot be held, so this page stands twice in the
 * history meanwhile: the first step back stays on it.
 */
function guard(onLeave: (wanted: Wanted) => void): () => void {
  const { href, pathname } = location;

  function onClick(event: MouseEvent) {
    const path = leadsAway(event);
    if (!path) return;
    event.preventDefault();
    event.stopPropagation();
    onLeave({ path });
  }
  function onBack() {
    if (location.pathname !== pathname) return;
    history.pushState(held, "", href);
    onLeave("back");
  }
  function onClose(event: BeforeUnloadEvent) {
    event.preventDefault();
  }
  if (!history.state?.held) history.pushState(held, "", href);
  document.addEventListener("click", onClick, true);
  window.addEventListener("popstate", onBack);
  window.addEventListener("beforeunload", onClose);
  return () => {
    document.removeEventListener("click", onClick, true);
    window.removeEventListener("popstate", onBack);
    window.removeEventListener("beforeunload", onClose);
  };
}

/** Marks the second of the two entries. */
const held = { held: true };

/** The path that a plain click on one of our links leads to, if it is another page. */
function leadsAway(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target === "_blank" || link.origin !== location.origin) return null;
  return link.pathname === location.pathname ? null : link.pathname + link.search;
}
