/** A text whose words between pairs of asterisks stand out: "Open **Clients**." */
export function Marked({ text }: { text: string }) {
  const parts = text.split("**");
  // Nothing is ever put between the parts of one text, so the place is as good a key as any.
  return parts.map((part, place) => (place % 2 === 1 ? <b key={`${place}`}>{part}</b> : part));
}
