import { useEffect, useState } from "react";
import { connected } from "../browser/memory.ts";
import { say } from "../text/app.ts";
import { providerName } from "../text/provider.ts";
import { Passed } from "../ui/icons.tsx";

/** After the link page: says once that an account was connected. */
export function JustConnected({ label }: { label?: string | undefined }) {
  const [provider] = useState(connected.read);
  useEffect(() => {
    if (provider) connected.drop();
  }, [provider]);
  if (!provider) return null;
  return (
    <div className="notice on" role="status">
      <Passed />
      <p>
        <b>{say("connected.text")}</b> {say("connected.next", { provider: providerName(provider, label) })}
      </p>
    </div>
  );
}
