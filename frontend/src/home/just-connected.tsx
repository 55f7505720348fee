import { useEffect, useState } from "react";
import { connected } from "../browser/memory.ts";
import { say } from "../text/app.ts";
import { providerName } from "../text/provider.ts";
import { Passed } from "../ui/icons.tsx";
import { useToast } from "../ui/toasts.tsx";

/** After the link page: says once in passing, and keeps on the page, that an account was connected. */
export function JustConnected({ label }: { label?: string | undefined }) {
  const [provider] = useState(connected.read);
  const toast = useToast();
  useEffect(() => {
    if (!provider) return;
    connected.drop();
    toast(say("connected.toast", { provider: providerName(provider, label) }));
  }, [provider, label, toast]);
  if (!provider) return null;
  return (
    <div className="notice on">
      <Passed />
      <p>
        <b>{say("connected.text")}</b> {say("connected.next", { provider: providerName(provider, label) })}
      </p>
    </div>
  );
}
