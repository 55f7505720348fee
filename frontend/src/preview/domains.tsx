import { Box, Flex } from "@mantine/core";
import { Link } from "wouter";
import { providerName } from "../text/provider.ts";
import { say } from "./texts/preview.ts";
import type { Connection } from "./use-preview.ts";

/** By which addresses the forecast tells the provider's people. */
export function Domains({ domains, connection }: { domains: string[]; connection: Connection }) {
  return (
    <section className="card" aria-labelledby="domains">
      <header>
        <h2 id="domains">{say("domains.title", { provider: providerName(connection.provider, connection.label) })}</h2>
        <Link className="link small" href="/sso-settings/domains">
          {say("domains.verify")}
        </Link>
      </header>
      {domains.length === 0 ? (
        <Box component="p" px="pad" py="md" className="muted">
          {say("domains.none")}
        </Box>
      ) : (
        <Flex component="ul" wrap="wrap" gap="8px 16px" px="pad" py="md">
          {domains.map((domain) => (
            <li key={domain}>
              <code>{domain}</code>
            </li>
          ))}
        </Flex>
      )}
    </section>
  );
}
