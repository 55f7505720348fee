/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { go } from "../../browser/go.ts";
import { speaker } from "../../text/say.ts";
import { Frame } from "../frame.tsx";
import common from "../texts/login.en.json";
import texts from "./texts/messages.en.json";
import setup from "./texts/setup.en.json";

const say = speaker({ ...common, ...setup, ...texts });

type State = "not-set-up" | "setup-closed" | "not-found" | "no-cookies";

/** The page of a state in which there is nothing to do here but to read. */
export function Notice({ state }: { state: State }) {
  switch (state) {
    case "not-set-up":
      return (
        <Message page={say("not-set-up.page")} heading={say("not-set-up.heading")}>
          <p>{say("not-set-up.text")}</p>
        </Message>
      );
    case "setup-closed":
      return (
        <Message page={say("setup.page")} heading={say("setup-closed.heading")} onward>
          <p>{say("setup-closed.text")}</p>
          <p>{say("setup-closed.next")}</p>
        </Message>
      );
    case "not-found":
      return (
        <Message page={say("not-found.heading")} heading={say("not-found.heading")} onward>
          <p>{say("not-found.text")}</p>
        </Message>
      );
    case "no-cookies":
      return (
        <Message page={say("signin.title")} heading={say("cookies.heading")} again>
          <p>{say("cookies.text")}</p>
          <p>{say("cookies.next", { host: location.host })}</p>
        </Message>
      );
  }
}

interface MessageProps {
  page: string;
  heading: string;
  /** Shows the way to the sign-in page. */
  onward?: boolean;
  /** Shows the button that loads the page again. */
  again?: boolean;
  children: ComponentChildren;
}

function Message({ page, heading, onward, again, children }: MessageProps) {
  return (
    <Frame title={page} keyPlace="out">
      <header>
        <h1>{heading}</h1>
        {children}
      </header>
      {onward && (
        <a class="btn primary wide" href="/sign-in">
          {say("go.signin")}
        </a>
      )}
      {again && (
        <button class="btn primary wide" type="button" onClick={go.again}>
          {say("cookies.again")}
        </button>
      )}
    </Frame>
  );
}
