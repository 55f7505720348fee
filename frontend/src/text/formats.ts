const made = new Map<string, Intl.DateTimeFormat>();

/**
 * The browser's formatter of dates for a language and options, made once: making one takes a browser as long as
 * formatting a hundred times, and a page tells many times. Throws for a zone that the browser does not know.
 */
export function dateFormat(tag?: string, options: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
  const key = JSON.stringify([tag, options]);
  const known = made.get(key) ?? new Intl.DateTimeFormat(tag, options);
  made.set(key, known);
  return known;
}

/**
 * Has the browser make its first formatters, which take a slow phone a tenth of a second, at a moment when nothing
 * waits for it: the next are made at once.
 */
export function readyFormats(tag: string): void {
  dateFormat();
  new Intl.NumberFormat(tag);
}
