/** @jsxImportSource preact */
import { OnDemand } from "./on-demand.tsx";
import type { SignInPage } from "./page.ts";
import type { Place } from "./place.ts";
import { SignIn } from "./sign-in.tsx";

export const refused = () => import("./screens/refused.tsx").then((file) => file.Refused);

const bypass = () => import("./screens/bypass.tsx").then((file) => file.Bypass);
const forgot = () => import("./screens/forgot.tsx").then((file) => file.Forgot);
const reset = () => import("./screens/reset.tsx").then((file) => file.Reset);

export type OrganizationPlace = Extract<
  Place,
  { at: "sign-in" | "start" | "refused" | "bypass" | "forgot-password" | "reset-password" }
>;

interface OfOrganizationProps {
  place: OrganizationPlace;
  page: SignInPage;
  /** There is no other organization to choose. */
  alone?: boolean | undefined;
}

/** The screens of a known organization. */
export function OfOrganization({ place, page, alone }: OfOrganizationProps) {
  if (place.at === "refused") return <OnDemand screen={refused} props={{ place, page }} />;
  if (place.at === "forgot-password") return <OnDemand screen={forgot} props={{ page }} />;
  if ("token" in place)
    return <OnDemand screen={place.at === "bypass" ? bypass : reset} props={{ token: place.token, page }} />;
  return <SignIn page={page} startWith={place.at === "start" ? place.provider : undefined} alone={alone} />;
}
