import texts from "../text/provider-codes.en.json";
import { explainCode } from "../text/provider-codes.ts";

/** The hint itself, in a chunk with the list of codes. */
export default function ProviderWords({ received, isMeaningOnly }: { received: string; isMeaningOnly?: boolean }) {
  const found = explainCode(received);
  if (!found) return null;
  return (
    <aside className="code-hint" aria-label={texts.hint}>
      <p>
        <code>{found.code}</code> <b>{found.title}</b>
      </p>
      <p>{found.why}</p>
      {!isMeaningOnly && (
        <p>
          <b>{texts.menders[found.who]}</b> {found.fix}
        </p>
      )}
    </aside>
  );
}
