import { Link } from "wouter";
import { say } from "../text/app.ts";
import { useTitle } from "./title.ts";

/** For an address that is no page of this person's. */
export function NotFound({ organization }: { organization: string }) {
  useTitle(say("lost.title"), organization);
  return (
    <header className="page-head">
      <h1>{say("lost.title")}</h1>
      <p className="muted">{say("lost.text")}</p>
      <p>
        <Link className="link" href="/">
          {say("lost.home")}
        </Link>
      </p>
    </header>
  );
}
