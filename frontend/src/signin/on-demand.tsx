/** @jsxImportSource preact */
import type { ComponentChild, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { unreachable } from "../api/unreachable.ts";
import { go } from "../browser/go.ts";
import { Alert } from "./alert.tsx";
import { Frame } from "./frame.tsx";
import { say } from "./texts/login.ts";

interface OnDemandProps<Props> {
  screen: () => Promise<ComponentType<Props>>;
  props: NoInfer<Props>;
  /** For a part of a page, which waits in silence: what is there instead if the code can't be fetched. */
  inline?: ComponentChild;
}

/** A screen whose code is fetched when it is needed. */
export function OnDemand<Props extends object>({ screen, props, inline }: OnDemandProps<Props>) {
  const [state, setState] = useState<{ Screen?: ComponentType<Props>; failed?: true }>({});
  useEffect(() => {
    screen().then(
      (Screen) => setState({ Screen }),
      () => setState({ failed: true }),
    );
  }, [screen]);

  if (state.Screen) return <state.Screen {...props} />;
  if (inline) return state.failed ? inline : null;
  return (
    <Frame title={say("signin.title")}>
      {state.failed && (
        <>
          <Alert refusal={unreachable} org="" provider="" />
          <button class="btn primary wide" type="button" onClick={go.again}>
            {say("signin.retry")}
          </button>
        </>
      )}
    </Frame>
  );
}
