/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Refusal } from "../../api/problem.ts";
import { speaker } from "../../text/say.ts";
import { Note } from "../alert.tsx";
import { post } from "../call.ts";
import { Field, valuesOf } from "../field.tsx";
import texts from "./texts/link.en.json";

const say = speaker(texts);

/** From one code to the next, in ms. */
const pause = 60_000;

/** The mailed code of the link step: whether one was asked for, and when another one may be. */
export function useCode(onRefusal: (refusal: Refusal | null) => void) {
  const [isAsked, setAsked] = useState(false);
  const [isSending, setSending] = useState(false);
  /** Counts the codes that were sent, so that each begins a pause of its own. */
  const [sent, setSent] = useState(0);
  const [mayAgain, setMayAgain] = useState(false);
  const going = useRef(false);
  useEffect(() => {
    if (sent === 0) return;
    setMayAgain(false);
    const timer = setTimeout(() => setMayAgain(true), pause);
    return () => clearTimeout(timer);
  }, [sent]);

  async function send(whose: { email?: string }) {
    if (going.current) return;
    going.current = true;
    setSending(true);
    onRefusal(null);
    const answer = await post("/api/v1/sign-in/link/code", whose);
    going.current = false;
    setSending(false);
    if (answer.ok) setSent((before) => before + 1);
    else onRefusal(answer.refusal);
    // Whoever loaded the page again may have a code already, and has to wait for the next one.
    if (answer.ok || answer.refusal.code === "rate_limited") setAsked(true);
  }
  return { isAsked, isSending, sent, mayAgain: mayAgain || sent === 0, send };
}

interface CodeFieldProps {
  code: ReturnType<typeof useCode>;
  /** The address is typed in the same form. */
  whose: boolean;
  error?: string | undefined;
}

/** The field for the code, one and not six, and the way to another one. */
export function CodeField({ code, whose, error }: CodeFieldProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("input")?.focus(), []);
  function again() {
    const form = box.current?.closest("form");
    if (form) code.send(whose ? { email: valuesOf(form)("email").trim() } : {});
  }
  return (
    <div class="stack tight" ref={box}>
      {code.sent > 0 && <Note key={code.sent}>{say("link.sent")}</Note>}
      <Field
        name="code"
        label={say("link.code")}
        hint={say("link.code-hint")}
        error={error}
        inputMode="numeric"
        autocomplete="one-time-code"
        autocapitalize="off"
        spellcheck={false}
      />
      {code.mayAgain ? (
        <button class="btn quiet" type="button" aria-disabled={code.isSending || undefined} onClick={again}>
          {say(code.isSending ? "link.sending" : "link.again")}
        </button>
      ) : (
        <p class="small muted">{say("link.again-soon")}</p>
      )}
    </div>
  );
}
