/** @jsxImportSource preact */
import { Later } from "./later.tsx";
import type { SignInPage } from "./page.ts";
import type { Place } from "./place.ts";
import { SignIn } from "./sign-in.tsx";

export const refused = () => import("./later/refused.tsx").then((file) => file.Refused);

const bypass = () => import("./later/bypass.tsx").then((file) => file.Bypass);

export type OrganizationPlace = Extract<Place, { at: "sign-in" | "start" | "refused" | "bypass" }>;

interface OfOrganizationProps {
  place: OrganizationPlace;
  page: SignInPage;
  /** There is no other organization to choose. */
  alone?: boolean | undefined;
}

/** The screens of a known organization. */
export function OfOrganization({ place, page, alone }: OfOrganizationProps) {
  if (place.at === "refused") return <Later screen={refused} props={{ place, page }} />;
  if (place.at === "bypass") return <Later screen={bypass} props={{ token: place.token, page }} />;
  return <SignIn page={page} startWith={place.at === "start" ? place.provider : undefined} alone={alone} />;
}
