import { returnPath } from "../../browser/memory.ts";
import { pathOf } from "../place.ts";

/** What a page needs in its address to go on naming the application that somebody is going to. */
function waiting(): string {
  const back = returnPath.read();
  return back?.startsWith("/oauth/") ? `returnTo=${back}` : "";
}

/** A page of the sign-in entry, on the way to where somebody is going. */
export function onward(path: string): string {
  return waiting() ? `${path}?${waiting()}` : path;
}

/** Back to the sign-in page, which is not left for the provider again. What is waited for is known in this tab. */
export function backToSignIn(organization: string): string {
  return [`${pathOf.signIn(organization)}?stay=1`, waiting()].filter(Boolean).join("&");
}
