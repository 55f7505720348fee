import { useEffect, useRef, useState } from "react";
import { say } from "../text/log.ts";
import { Icon } from "../ui/icons.tsx";
import { useToast } from "../ui/toasts.tsx";

const saidFor = 4000;

/** The reference and the way to copy it. If the clipboard is refused, it is selected. */
export function CopyReference({ reference }: { reference: string }) {
  const [copied, setCopied] = useState(false);
  const text = useRef<HTMLElement>(null);
  const toast = useToast();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), saidFor);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(reference);
      setCopied(true);
      toast(say("detail.said"));
    } catch {
      if (text.current) getSelection()?.selectAllChildren(text.current);
      toast(say("detail.selected"));
    }
  }
  return (
    <p className="reference">
      <code ref={text}>{reference}</code>
      <button type="button" className="quiet" onClick={copy}>
        <Icon name="copy" />
        {say(copied ? "detail.copied" : "detail.copy")}
      </button>
    </p>
  );
}
