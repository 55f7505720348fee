/** @jsxImportSource preact */
import type { Provider } from "../browser/memory.ts";
import { Logo } from "./icons.tsx";
import type { SignInPage } from "./page.ts";
import { brand } from "./provider-texts.ts";
import { say } from "./texts/login.ts";

interface BrandButtonsProps {
  providers: SignInPage["providers"];
  /** The provider whose page is being opened. */
  busy: Provider | null;
  lastUsed?: Provider | undefined;
  /** The id of a text that belongs to every button. */
  describedBy?: string | undefined;
  onChoose: (provider: Provider) => void;
}

/** The providers' buttons in the given order, drawn as their guidelines ask. */
export function BrandButtons({ providers, busy, lastUsed, describedBy, onChoose }: BrandButtonsProps) {
  return (
    <div class="stack">
      {providers.map(({ provider, label }) => (
        <div class="brand-row" key={provider}>
          <button
            type="button"
            id={`brand-${provider}`}
            class={`brand ${provider}`}
            aria-disabled={busy !== null || undefined}
            aria-describedby={provider === lastUsed ? "last-used" : describedBy}
            onClick={() => onChoose(provider)}
          >
            <span class="logo">
              <Logo provider={provider} />
            </span>
            <span>
              {say(provider === busy ? "signin.opening" : "signin.with", { provider: brand(provider, label) })}
            </span>
          </button>
          {provider === lastUsed && (
            <span class="last" id="last-used">
              {say("signin.last-used")}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}
