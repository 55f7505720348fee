/** @jsxImportSource preact */
import { keepsCookies } from "../browser/cookies.ts";
import { Later } from "./later.tsx";
import { OfOrganization, refused } from "./of-organization.tsx";
import type { Page } from "./page.ts";
import type { Place } from "./place.ts";

// Screens that people seldom see come in files of their own.
const asking = () => import("./later/asking.tsx").then((file) => file.Asking);
const discover = () => import("./later/discover.tsx").then((file) => file.Discover);
const plain = () => import("./later/message-page.tsx").then((file) => file.Plain);
const link = () => import("./later/link.tsx").then((file) => file.Link);
const setup = () => import("./later/setup.tsx").then((file) => file.Setup);

interface EntryProps {
  place: Place;
  /** What the server wrote into the page; null if that cannot be used. */
  page: Page | null;
}

/** Chooses the screen: first what the server says, then where the browser is. */
export function Entry({ place, page }: EntryProps) {
  if (!keepsCookies()) return <Later screen={plain} props={{ state: "no-cookies" }} />;
  if (page?.setup === "open")
    return place.at === "setup" && place.token ? (
      <Later screen={setup} props={{ token: place.token }} />
    ) : (
      <Later screen={plain} props={{ state: "not-set-up" }} />
    );
  if (page?.as) return <Later screen={discover} props={{ page }} />;
  if (page?.notFound) return <Later screen={plain} props={{ state: "not-found" }} />;
  switch (place.at) {
    case "setup":
      return page || !place.token ? (
        <Later screen={plain} props={{ state: "setup-closed" }} />
      ) : (
        <Later screen={setup} props={{ token: place.token }} />
      );
    case "discover":
      return <Later screen={discover} props={{ page }} />;
    case "lost":
      return <Later screen={refused} props={{ place, page: null }} />;
    case "elsewhere":
      return <Later screen={plain} props={{ state: "not-found" }} />;
    case "link":
      return page && !page.signIn ? (
        <Later screen={discover} props={{ unknown: place.organization }} />
      ) : (
        <Later screen={link} props={{ organization: place.organization }} />
      );
  }
  if (!page) return <Later screen={asking} props={{ place }} />;
  return page.signIn ? (
    <OfOrganization place={place} page={page.signIn} alone={page.alone} />
  ) : (
    <Later screen={discover} props={{ unknown: place.organization }} />
  );
}
