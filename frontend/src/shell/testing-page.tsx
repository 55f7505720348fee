import type { ComponentType } from "react";
import { openAt } from "../testing/open.tsx";
import { type Answers, anybody, serve as serveAll, signedIn } from "../testing/server.ts";

/** The server of a test of one page: somebody is signed in. */
export function serve(answers: Answers) {
  return serveAll({ ...signedIn(anybody()), ...answers });
}

/** One page at an address, for who is signed in. */
export async function openPage(address: string, path: string, page: () => Promise<ComponentType>) {
  await openAt(address, async () => {
    const { Route } = await import("wouter");
    const { SignedIn } = await import("./signed-in.tsx");
    return (
      <SignedIn>
        <Route path={path} component={await page()} />
      </SignedIn>
    );
  });
}
