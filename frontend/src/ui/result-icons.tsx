/** The signs of results: each another outline, so that colour comes last. */
export type SignName = "passed" | "look" | "failed" | "stopped" | "open" | "info";

/** A sign of 16 or 20 px. With a name it speaks for itself; without, the word beside it does. */
export function Sign({ sign, name, size = 16 }: { sign: SignName; name?: string; size?: number }) {
  const look = { className: `sign ${sign}`, width: size, height: size, viewBox: "0 0 16 16" };
  if (!name)
    return (
      <svg {...look} aria-hidden="true">
        {drawing[sign]}
      </svg>
    );
  return (
    <svg {...look} role="img" aria-label={name}>
      {drawing[sign]}
    </svg>
  );
}

const drawing = {
  passed: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path className="gap" d="m4.8 8.2 2.2 2.2 4.2-4.6" fill="none" strokeWidth="1.75" />
    </>
  ),
  look: (
    <>
      <path d="M8 1 15.5 14.5H.5z" fill="currentColor" />
      <path className="gap" d="M8 6v4M8 11.2v1.6" strokeWidth="1.75" />
    </>
  ),
  failed: (
    <>
      <path d="M5 .75h6L15.25 5v6L11 15.25H5L.75 11V5z" fill="currentColor" />
      <path className="gap" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" strokeWidth="1.75" />
    </>
  ),
  stopped: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path className="gap" d="M4.5 8h7" strokeWidth="1.75" />
    </>
  ),
  open: <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.6 2.3" />,
  info: (
    <path
      d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 7.3V11M8 4.7v.1"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
    />
  ),
};
