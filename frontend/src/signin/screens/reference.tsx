/** @jsxImportSource preact */
import { useRef, useState } from "preact/hooks";
import { speaker } from "../../text/say.ts";
import { Drawing } from "../icons.tsx";
import texts from "./texts/refused.en.json";
import "./stylesheet.ts";

const say = speaker(texts);

const drawings = {
  copy: "M7 5.5h5A1.5 1.5 0 0 1 13.5 7v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.5M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5",
  tick: "m3 8.5 3.2 3.2L13 4.8",
};

/** The reference to read out, with a button that copies it. */
export function Reference({ value }: { value: string }) {
  const [done, setDone] = useState<"copied" | "selected" | null>(null);
  const code = useRef<HTMLParagraphElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  async function copy() {
    clearTimeout(timer.current);
    try {
      await navigator.clipboard.writeText(value);
      setDone("copied");
      timer.current = setTimeout(() => setDone(null), 4000);
    } catch {
      if (code.current) window.getSelection()?.selectAllChildren(code.current);
      setDone("selected");
    }
  }

  return (
    <div class="ref">
      <div>
        <p class="small muted">{say("reference.label")}</p>
        <p class="code" ref={code}>
          {value}
        </p>
      </div>
      <button class="btn copy" type="button" style={{ minWidth: "6.5rem" }} onClick={copy}>
        <Drawing d={done === "copied" ? drawings.tick : drawings.copy} />
        {done === "copied" ? say("reference.copied") : say("reference.copy")}
      </button>
      <p class="vh" role="status">
        {done && say(done === "copied" ? "reference.said" : "reference.selected")}
      </p>
    </div>
  );
}
