import { sentences } from "../text/lists.ts";
import { Icon } from "../ui/icons.tsx";
import type { Provider } from "./filters.ts";
import { say } from "./texts/log.ts";
import { useProviderName } from "./use-providers.ts";

interface LostNoticeProps {
  organization: string;
  away: { provider: Provider; count: number }[];
}

/** Says that attempts of today went to a provider and did not come back. Why is not known. */
export function LostNotice({ organization, away }: LostNoticeProps) {
  const nameOf = useProviderName(organization);
  if (away.length === 0) return null;
  return (
    <div className="notice warn">
      <Icon name="alert" />
      <p>
        <b>{sentences(away.map(({ provider, count }) => say.count("away", count, { provider: nameOf(provider) })))}</b>{" "}
        {say("away.next")}
      </p>
    </div>
  );
}
