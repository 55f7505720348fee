import { Center } from "@mantine/core";
import type { ReactNode } from "react";
import { isBrand, providerAt } from "../providers/providers.tsx";

interface LogoProps {
  provider: string;
  /** What a generic provider was set up as. */
  preset?: string | null;
}

/** The provider's own logo, colours and proportions untouched; a globe for one without a brand that we know. */
export function BrandLogo({ provider, preset }: LogoProps) {
  const { Logo } = providerAt(provider, preset);
  return <Logo />;
}

/** The logo on its tile: white behind a brand in both schemes. */
export function LogoTile({ provider, preset }: LogoProps) {
  return (
    <Tile isBrand={isBrand(provider)}>
      <BrandLogo provider={provider} preset={preset} />
    </Tile>
  );
}

/** White behind a brand; sunken behind a sign of ours. */
export function Tile({ isBrand, children }: { isBrand: boolean; children: ReactNode }) {
  const look = isBrand ? { bg: "#fff", bd: "1px solid var(--line)" } : { bg: "var(--sunken)", c: "dimmed" };
  return (
    <Center component="span" flex="none" w={40} h={40} bdrs="sm" {...look}>
      {children}
    </Center>
  );
}
