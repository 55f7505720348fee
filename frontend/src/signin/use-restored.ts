import { useEffect } from "preact/hooks";

/** Does something when the browser brings the page back as it was, by Back or Forward. */
export function useRestored(then: () => void) {
  useEffect(() => {
    const shown = (event: PageTransitionEvent) => event.persisted && then();
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  });
}
