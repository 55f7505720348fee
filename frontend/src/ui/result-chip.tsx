import type { components } from "../api/schema.gen.ts";
import { say } from "../text/app.ts";
import type { SignName } from "./result-icons.tsx";
import { CheckChip, type Tone } from "./state-chip.tsx";

type Result = components["schemas"]["SignInResult"];
type Purpose = components["schemas"]["SignInPurpose"];

/** The sign and the colour of each result. */
export const looks: Record<Result, { sign: SignName; tone: Tone }> = {
  signed_in: { sign: "passed", tone: "on" },
  refused: { sign: "failed", tone: "bad" },
  asked: { sign: "open", tone: "test" },
  cancelled: { sign: "stopped", tone: "off" },
};

/** How an attempt ended: a sign and a word. What went well is said by what it was for. */
export function ResultChip({ result, purpose }: { result: Result; purpose: Purpose }) {
  return (
    <CheckChip {...looks[result]}>
      {result === "signed_in" && (purpose === "link" || purpose === "step_up")
        ? say(`result.${purpose}`)
        : say(`result.${result}`)}
    </CheckChip>
  );
}
