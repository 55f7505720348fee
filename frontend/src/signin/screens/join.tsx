/** @jsxImportSource preact */

import { brands } from "../../providers/brands.ts";
import { speaker } from "../../text/say.ts";
import { OrganizationMark } from "../frame.tsx";
import { Logo } from "../icons.tsx";
import type { PendingLink } from "../page.ts";
import { brand } from "../provider-texts.ts";
import common from "../texts/login.en.json";
import shared from "./texts/common.en.json";
import texts from "./texts/link.en.json";
import "./stylesheet.ts";

const say = speaker({ ...common, ...shared, ...texts });

interface JoinProps {
  pending: PendingLink;
  /** The account is proven: the bolt is thrown. */
  done: boolean;
  leaving: boolean;
  onOther: () => void;
}

/** Two plates and the bolt between them: the provider account, and the account it is to be connected to. */
export function Join({ pending, done, leaving, onOther }: JoinProps) {
  const { organization, provider, providerLabel, providerEmail } = pending;
  return (
    <div class="join">
      <div class="half">
        <span class="face">
          <Logo provider={provider} />
        </span>
        <div>
          <b>{providerEmail ?? say("link.no-address")}</b>
          <p class="small muted">{accountOf(provider, providerLabel)}</p>
          <button class="link small" type="button" aria-disabled={leaving || undefined} onClick={onOther}>
            {say("refused.other")}
          </button>
        </div>
      </div>
      <span class={done ? "bolt thrown" : "bolt"} aria-hidden="true" />
      <div class={done ? "half" : "half open"}>
        <OrganizationMark name={organization.name} />
        <div>
          <b>{say("link.ours", { org: organization.name })}</b>
          <p class="small muted">{say(done ? "link.done" : "link.open")}</p>
        </div>
      </div>
    </div>
  );
}

/** What people call their account at the provider. */
function accountOf(provider: string, label?: string): string {
  const own = brands[provider]?.account;
  if (own) return say(own);
  return say("link.account", { provider: brand(provider, label) });
}
