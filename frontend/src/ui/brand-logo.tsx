/** The provider's own logo, colours and proportions untouched; a globe for one without a brand that we know. */
export function BrandLogo({ provider }: { provider: string }) {
  if (provider === "google") return <Google />;
  return provider === "microsoft" ? <Microsoft /> : <Globe />;
}

/** The logo on its tile: white behind a brand in both schemes. */
export function LogoTile({ provider }: { provider: string }) {
  const isBrand = provider === "google" || provider === "microsoft";
  return (
    <span className={isBrand ? "logo" : "logo own"}>
      <BrandLogo provider={provider} />
    </span>
  );
}

function Globe() {
  return (
    <svg width="22" height="22" viewBox="0 0 16 16" aria-hidden="true">
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M1.75 8h12.5M8 1.75c4 4 4 8.5 0 12.5M8 1.75c-4 4-4 8.5 0 12.5"
      />
    </svg>
  );
}

function Google() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
      <defs>
        <linearGradient id="g1" x1="19" y1="5" x2="3.6" y2="8.5" gradientUnits="userSpaceOnUse">
          <stop offset=".55" stopColor="#ea4335" />
          <stop offset="1" stopColor="#fa8a14" />
        </linearGradient>
        <linearGradient id="g2" x1="4" y1="8" x2="4.6" y2="16.5" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#fa8a14" />
          <stop offset=".4" stopColor="#fbbc04" />
          <stop offset="1" stopColor="#8fba34" />
        </linearGradient>
        <linearGradient id="g3" x1="4.6" y1="16.5" x2="17.5" y2="18" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#8fba34" />
          <stop offset=".35" stopColor="#34a853" />
          <stop offset=".75" stopColor="#34a853" />
          <stop offset="1" stopColor="#3095b4" />
        </linearGradient>
        <linearGradient id="g4" x1="17.5" y1="18" x2="21" y2="12" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#3392c4" />
          <stop offset=".45" stopColor="#4285f4" />
        </linearGradient>
      </defs>
      <g fill="none" strokeWidth="4.4">
        <path stroke="url(#g3)" d="M17.8 18.4A8.7 8.7 0 0 1 4.3 15.9" />
        <path stroke="url(#g4)" d="M12.2 12.1h8.3a8.7 8.7 0 0 1-3.1 6.6" />
        <path stroke="url(#g2)" d="M4.5 16.3a8.7 8.7 0 0 1 0-8.6" />
        <path stroke="url(#g1)" d="M4.2 8.3a8.7 8.7 0 0 1 14-2.3" />
      </g>
    </svg>
  );
}

function Microsoft() {
  return (
    <svg width="21" height="21" viewBox="0 0 21 21" aria-hidden="true">
      <path fill="#f25022" d="M0 0h10v10H0z" />
      <path fill="#7fba00" d="M11 0h10v10H11z" />
      <path fill="#00a4ef" d="M0 11h10v10H0z" />
      <path fill="#ffb900" d="M11 11h10v10H11z" />
    </svg>
  );
}
