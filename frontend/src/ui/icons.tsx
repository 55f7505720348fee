const drawings = {
  down: "m4 6 4 4 4-4",
  up: "m4 10 4-4 4 4",
  close: "m4 4 8 8m0-8-8 8",
  bolt: "M2 3v10M14 3v10M2 6.5h12v3H2z",
  apps: "M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z",
  users:
    "M6 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.7a2.5 2.5 0 0 1 0 4.6M12 9.8c1.6.6 2.5 1.9 2.5 3.7",
  key: "M5 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 8h6v3M11.5 8v2",
  badge:
    "M2 3.5h12v9H2zM4.5 9.5c0-1.2.9-1.8 2-1.8s2 .6 2 1.8M6.5 5.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2M10.5 6.5h1.5M10.5 9h1.5",
  code: "M5 4 1.5 8 5 12M11 4l3.5 4-3.5 4M9 3 7 13",
  send: "M14 2 2 7l4.5 2L14 2 9 13.5 6.5 9",
  info: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 7.2v3.8M8 4.8v.1",
  get: "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
  log: "M5.5 3.5H14M5.5 8H14M5.5 12.5H14M2 3.5h.1M2 8h.1M2 12.5h.1",
  menu: "M2 4h12M2 8h12M2 12h12",
  home: "m2 7.5 6-5 6 5M3.5 6.5v7h9v-7M6.5 13.5v-4h3v4",
  user: "M8 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6M2.5 14c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5",
  alert: "M8 2l6.5 11.5h-13zM8 6.5v3M8 11.4v.1",
  back: "M10 4 6 8l4 4",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  more: "M3 8h.1M8 8h.1M13 8h.1",
  open: "m6 4 4 4-4 4",
  fail: "M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM5.8 5.8l4.4 4.4m0-4.4-4.4 4.4",
};

/** A small line drawing; the words beside it carry the meaning. */
export function Icon({ name, size = 16 }: { name: keyof typeof drawings; size?: number }) {
  return (
    <svg
      className={name === "back" || name === "open" || name === "log" ? "mirrored" : undefined}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth={name === "more" ? 2.75 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        d={drawings[name]}
      />
    </svg>
  );
}

/** The sign of a check or an attempt that went well. */
export function Passed() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path className="cut" d="m4.8 8.2 2.2 2.2 4.2-4.6" fill="none" strokeWidth="1.75" />
    </svg>
  );
}

/** Our mark and name. */
export function Wordmark() {
  return (
    <>
      <svg width="20" height="20" viewBox="0 0 16 16" aria-hidden="true">
        <path
          fill="currentColor"
          fillRule="evenodd"
          d="M6 0a4 4 0 0 1 1 7.87V14h5v-3h2v5H5V7.87A4 4 0 0 1 6 0Zm0 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z"
        />
      </svg>
      <svg className="word" width="80" height="25" viewBox="0 0 90 28" aria-hidden="true">
        <g fill="none" stroke="currentColor" strokeWidth="2.5">
          <path d="M1.3 3v15.75H9" />
          <circle cx="16" cy="15" r="3.75" />
          <path d="M19.75 10v10M25.5 5.4V16a2.75 2.75 0 0 0 2.75 2.75h1.6M22.6 11.25h7M38.9 12.35a3.75 3.75 0 1 0 0 5.3M43 3v17M43 15a3.75 3.75 0 0 1 7.5 0v5M55.6 3v17M62.6 10.2l-6.4 5.6M58.2 14.2l5.2 5.9M66.4 15h7.5a3.75 3.75 0 1 0-1.2 2.75M76.6 10l4.4 10M85.4 10l-6.4 15" />
        </g>
      </svg>
    </>
  );
}
