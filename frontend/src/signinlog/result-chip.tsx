import { say } from "../text/log.ts";
import { Sign, type SignName } from "../ui/signs.tsx";
import type { Result } from "./filters.ts";

/** The sign and the colour of each result. */
export const looks: Record<Result, { sign: SignName; tone: string }> = {
  signed_in: { sign: "passed", tone: "on" },
  refused: { sign: "failed", tone: "bad" },
  asked: { sign: "open", tone: "test" },
  cancelled: { sign: "stopped", tone: "off" },
};

/** How an attempt ended: a sign and a word. */
export function ResultChip({ result }: { result: Result }) {
  return (
    <span className={`chip ${looks[result].tone}`}>
      <Sign sign={looks[result].sign} />
      {say(`result.${result}`)}
    </span>
  );
}
