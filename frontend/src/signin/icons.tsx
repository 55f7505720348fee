/** @jsxImportSource preact */
import type { Provider } from "../browser/memory.ts";

/** The logo of a brand, colours and proportions untouched; a globe for every other provider. */
export function Logo({ provider }: { provider: Provider }) {
  const Own = logos[provider];
  return Own ? <Own /> : <Drawing d={globe} />;
}

const logos: Record<string, typeof Google | undefined> = { google: Google, microsoft: Microsoft };

function Google() {
  return (
    <svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
      <defs>
        <linearGradient id="g1" x1="19" y1="5" x2="3.6" y2="8.5" gradientUnits="userSpaceOnUse">
          <stop offset=".55" stop-color="#ea4335" />
          <stop offset="1" stop-color="#fa8a14" />
        </linearGradient>
        <linearGradient id="g2" x1="4" y1="8" x2="4.6" y2="16.5" gradientUnits="userSpaceOnUse">
          <stop offset="0" stop-color="#fa8a14" />
          <stop offset=".4" stop-color="#fbbc04" />
          <stop offset="1" stop-color="#8fba34" />
        </linearGradient>
        <linearGradient id="g3" x1="4.6" y1="16.5" x2="17.5" y2="18" gradientUnits="userSpaceOnUse">
          <stop offset="0" stop-color="#8fba34" />
          <stop offset=".35" stop-color="#34a853" />
          <stop offset=".75" stop-color="#34a853" />
          <stop offset="1" stop-color="#3095b4" />
        </linearGradient>
        <linearGradient id="g4" x1="17.5" y1="18" x2="21" y2="12" gradientUnits="userSpaceOnUse">
          <stop offset="0" stop-color="#3392c4" />
          <stop offset=".45" stop-color="#4285f4" />
        </linearGradient>
      </defs>
      <g fill="none" stroke-width="4.4">
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

/** Our mark. */
export function Mark() {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
      <path
        fill="currentColor"
        fill-rule="evenodd"
        d="M6 0a4 4 0 0 1 1 7.87V14h5v-3h2v5H5V7.87A4 4 0 0 1 6 0Zm0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z"
      />
    </svg>
  );
}

const drawings = {
  alert: "M8 2 14.5 13.5h-13zM8 6.5v3M8 11.4v.1",
  info: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 7.2v3.8M8 4.8v.1",
  fail: "M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM5.8 5.8l4.4 4.4m0-4.4-4.4 4.4",
};

/** A small line drawing by name; the words beside it carry the meaning. */
export function Icon({ name }: { name: keyof typeof drawings }) {
  return <Drawing d={drawings[name]} />;
}

const globe = "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13c-4 4-4 9 0 13 4-4 4-9 0-13M1.5 8h13";

/** A small line drawing. */
export function Drawing({ d }: { d: string }) {
  return (
    <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
      <path fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" d={d} />
    </svg>
  );
}
