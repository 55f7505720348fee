/** @jsxImportSource preact */

import { speaker } from "../../text/say.ts";
import type { PendingLink } from "../page.ts";
import texts from "./texts/link.en.json";
import "./stylesheet.ts";

const say = speaker(texts);

export type Proof = PendingLink["proofs"][number];

const all = ["password", "code"] as const satisfies Proof[];

interface ProofsProps {
  org: string;
  chosen: Proof;
  onChoose: (proof: Proof) => void;
}

/** The choice of how to prove the account, where there is one. */
export function Proofs({ org, chosen, onChoose }: ProofsProps) {
  return (
    <fieldset class="choice">
      <legend>{say("link.proof")}</legend>
      {all.map((proof) => (
        <label key={proof}>
          <input type="radio" name="proof" checked={proof === chosen} onChange={() => onChoose(proof)} />
          {say(`link.proof.${proof}`, { org })}
        </label>
      ))}
    </fieldset>
  );
}
