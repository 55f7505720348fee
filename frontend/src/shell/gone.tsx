import { Button } from "@mantine/core";
import { Link } from "wouter";
import { say } from "../text/app.ts";
import { useTitle } from "./title.ts";

const lists = { connection: "/sso-settings", person: "/users" } as const;

interface GoneProps {
  what: keyof typeof lists;
  organization: string;
}

/** In the place of a connection or a person that is not there, or not there any more: says so, and leads back to the list. */
export function Gone({ what, organization }: GoneProps) {
  const title = say(`gone.${what}`);
  useTitle(title, organization);
  return (
    <div className="wide">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          <p className="muted">{say("gone.text")}</p>
        </div>
      </header>
      <p>
        <Button component={Link} href={lists[what]} variant="filled">
          {say(`gone.back-${what}`)}
        </Button>
      </p>
    </div>
  );
}
