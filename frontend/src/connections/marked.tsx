import { namesApart } from "../text/names.ts";

/**
 * A text whose words between pairs of asterisks stand out: "Open **Clients**." Names in Latin letters are each set
 * apart from the text around them, so that they keep their places in one that is written from right to left.
 */
export function Marked({ text }: { text: string }) {
  const parts = text.split("**");
  // Nothing is ever put between the parts of one text, so the place is as good a key as any.
  return parts.map((part, place) =>
    place % 2 === 1 ? (
      <b key={`${place}`} dir="auto">
        {part}
      </b>
    ) : (
      namesApart(part)
    ),
  );
}
