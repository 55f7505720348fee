/** Leaves the page. One object, so that a test can watch where to. */
export const go = {
  to: (address: string) => window.location.assign(address),
  /** Takes the place of this page in the history. */
  instead: (address: string) => window.location.replace(address),
  again: () => window.location.reload(),
};
