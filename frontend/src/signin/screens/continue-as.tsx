/** @jsxImportSource preact */
import { speaker } from "../../text/say.ts";
import { Frame } from "../frame.tsx";
import type { Page } from "../page.ts";
import common from "../texts/login.en.json";
import texts from "./texts/continue.en.json";

const say = speaker({ ...common, ...texts });

interface ContinueAsProps {
  application: string;
  as: NonNullable<Page["as"]>;
}

/** Somebody is signed in, and the application wants them to say whether they are who goes on. */
export function ContinueAs({ application, as }: ContinueAsProps) {
  const { pathname, search } = location;
  return (
    <Frame title={say("signin.title")}>
      <header>
        <h1>{say("signin.heading", { org: application })}</h1>
        <p class="muted">{say("continue.who", { name: as.name, email: as.email, org: as.organization })}</p>
      </header>
      <div class="stack tight">
        <a class="btn primary wide" href={as.to}>
          {say("continue.as", { name: as.name })}
        </a>
        <a class="btn wide" href={`${pathname}?stay=1&${search.slice(1)}`}>
          {say("continue.other")}
        </a>
      </div>
    </Frame>
  );
}
