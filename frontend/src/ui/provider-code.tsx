import { Box } from "@mantine/core";
import texts from "../text/provider-codes.en.json";
import { explainCode } from "../text/provider-codes.ts";

/** The hint itself, in a chunk with the list of codes. */
export default function ProviderCode({ received, isMeaningOnly }: { received: string; isMeaningOnly?: boolean }) {
  const found = explainCode(received);
  if (!found) return null;
  return (
    <Box component="aside" px="sm" py="xs" bg="var(--sunken)" bdrs="sm" className="edged small" aria-label={texts.hint}>
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
