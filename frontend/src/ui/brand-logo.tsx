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
    <span className={isBrand(provider) ? "logo" : "logo own"}>
      <BrandLogo provider={provider} preset={preset} />
    </span>
  );
}
