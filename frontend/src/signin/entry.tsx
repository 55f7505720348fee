/** @jsxImportSource preact */
import { keepsCookies } from "../browser/cookies.ts";
import { OfOrganization, refused } from "./of-organization.tsx";
import { OnDemand } from "./on-demand.tsx";
import type { Page } from "./page.ts";
import type { Place } from "./place.ts";

// Screens that people seldom see come in files of their own.
const asking = () => import("./screens/asking.tsx").then((file) => file.Asking);
const discover = () => import("./screens/discover.tsx").then((file) => file.Discover);
const plain = () => import("./screens/message-page.tsx").then((file) => file.Notice);
const link = () => import("./screens/link.tsx").then((file) => file.Link);
const setup = () => import("./screens/setup.tsx").then((file) => file.Setup);

interface EntryProps {
  place: Place;
  /** What the server wrote into the page; null if that cannot be used. */
  page: Page | null;
}

/** Chooses the screen: first what the server says, then where the browser is. */
export function Entry({ place, page }: EntryProps) {
  if (!keepsCookies()) return <OnDemand screen={plain} props={{ state: "no-cookies" }} />;
  if (page?.setup === "open")
    return place.at === "setup" && place.token ? (
      <OnDemand screen={setup} props={{ token: place.token }} />
    ) : (
      <OnDemand screen={plain} props={{ state: "not-set-up" }} />
    );
  if (page?.as) return <OnDemand screen={discover} props={{ page }} />;
  if (page?.notFound) return <OnDemand screen={plain} props={{ state: "not-found" }} />;
  switch (place.at) {
    case "setup":
      return page || !place.token ? (
        <OnDemand screen={plain} props={{ state: "setup-closed" }} />
      ) : (
        <OnDemand screen={setup} props={{ token: place.token }} />
      );
    case "discover":
      return <OnDemand screen={discover} props={{ page }} />;
    case "lost":
      return <OnDemand screen={refused} props={{ place, page: null }} />;
    case "elsewhere":
      return <OnDemand screen={plain} props={{ state: "not-found" }} />;
    case "link":
      return page && !page.signIn ? (
        <OnDemand screen={discover} props={{ unknown: place.organization }} />
      ) : (
        <OnDemand screen={link} props={{ organization: place.organization }} />
      );
  }
  if (!page) return <OnDemand screen={asking} props={{ place }} />;
  return page.signIn ? (
    <OfOrganization place={place} page={page.signIn} alone={page.alone} />
  ) : (
    <OnDemand screen={discover} props={{ unknown: place.organization }} />
  );
}
