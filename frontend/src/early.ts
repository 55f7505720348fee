// Stands in the document, before the app, which is large: exchanges the session and asks what the
// page will ask, so that the answers are there when its code is.
import { askAhead } from "./api/ahead.ts";
import { remembered } from "./browser/memory.ts";
import { callsAt } from "./first-calls.ts";
import { readFilters, toQuery } from "./signinlog/filters.ts";
import { readyFormats } from "./text/formats.ts";
import { browserZone } from "./text/zone.ts";

const asked = askAhead(
  callsAt({
    path: location.pathname,
    search: location.search,
    organization: remembered()[0]?.code,
    zone: browserZone,
    from: () => toQuery(readFilters(new URLSearchParams()), new Date()).from ?? "",
  }),
);
// Nothing else is to be done until there are answers.
asked.then(() => setTimeout(readyFormats, 0, document.documentElement.lang));
