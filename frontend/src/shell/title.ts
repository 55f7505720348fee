import { useLayoutEffect } from "react";
import { say } from "../text/app.ts";

/** The title of the window: the page's, and whose it is. It changes in the frame in which the page does. */
export function useTitle(page: string, organization: string): void {
  useLayoutEffect(() => {
    document.title = say("page.title", { page, org: organization });
  }, [page, organization]);
}
