import { Box } from "@mantine/core";
import { explainCode } from "../providers/explain-code.ts";
import type { AllCodes } from "../providers/providers.tsx";
import texts from "../text/provider-codes.en.json";

/** What a hint is about. */
export interface ProviderCodeProps {
  /** The key of the provider that sent it. */
  provider: string;
  received: string;
  isMeaningOnly?: boolean;
}

/** The hint itself, in a chunk of its own: it comes with the lists of codes. */
export function ProviderCode({ provider, received, isMeaningOnly, codes }: ProviderCodeProps & { codes: AllCodes }) {
  const found = explainCode(received, provider, codes);
  if (!found) return null;
  return (
    <Box role="note" px="sm" py="xs" bg="var(--sunken)" bdrs="sm" className="edged small" aria-label={texts.hint}>
      <p>
        <code>{found.code}</code> <b>{found.title}</b>
      </p>
      <p>{found.why}</p>
      {!isMeaningOnly && (
        <p>
          <b>{texts.fixers[found.who]}</b> {found.fix}
        </p>
      )}
    </Box>
  );
}
