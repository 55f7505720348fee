import { zone } from "../text/time.ts";
import { zoneName } from "../text/zone.ts";
import { api } from "./session.ts";

const path = "/api/v1/organizations/{organization}/sign-in-counts";

/** Of how many days there are numbers, unless the log is kept for a shorter time. */
const mostDays = 14;

/**
 * How the sign-ins of the last days ended, of how many, and the name of the zone whose days they are: the reader's. A browser may
 * know a zone before the server does; then the days are those of UTC.
 */
export function useSignInCounts(organization: string) {
  const own = api.useQuery("get", path, { params: { path: { organization }, query: { timeZone: zoneName() } } });
  const isZoneUnknown = own.error?.errors?.some(({ pointer }) => pointer === "?timeZone") ?? false;
  const utc = api.useQuery("get", path, { params: { path: { organization } } }, { enabled: isZoneUnknown });
  const counts = isZoneUnknown ? { ...utc, zone: "UTC" } : { ...own, zone: zone() };
  return { ...counts, days: counts.data?.days.length ?? mostDays };
}
