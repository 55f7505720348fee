import { useEffect, useState } from "react";

const shownFor = 4000;

/** Copies a text. `copied` holds for 4 s; `onRefused` is called when the browser does not let us. */
export function useCopy(text: string, onCopied: () => void, onRefused: () => void) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownFor);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return onRefused();
    }
    setCopied(true);
    onCopied();
  }
  return { copied, copy };
}
