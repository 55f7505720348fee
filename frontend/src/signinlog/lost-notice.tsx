import { sentences } from "../text/lists.ts";
import { say } from "../text/log.ts";
import { providerName } from "../text/provider.ts";
import { Icon } from "../ui/icons.tsx";
import type { Provider } from "./filters.ts";

/** Says that attempts of today went to a provider and did not come back: those people are stuck there. */
export function LostNotice({ away }: { away: { provider: Provider; count: number }[] }) {
  if (away.length === 0) return null;
  return (
    <div className="notice warn">
      <Icon name="alert" />
      <p>
        <b>{sentences(away.map(sentence))}</b> {say("away.next")}
      </p>
    </div>
  );
}

function sentence({ provider, count }: { provider: Provider; count: number }): string {
  const name = providerName(provider);
  return say.count("away", count, { provider: name });
}
