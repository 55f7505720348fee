/** A text in three parts: what is the same before, what differs, what is the same after. */
export type Parts = [before: string, differs: string, after: string];

/** Takes two texts apart where they differ. When one of them is missing nothing differs. */
export function differing(one: string, other: string): [Parts, Parts] {
  if (one === "" || other === "") return [whole(one), whole(other)];
  const least = Math.min(one.length, other.length);
  let before = 0;
  while (before < least && one[before] === other[before]) before++;
  let after = 0;
  while (after < least - before && one.at(-1 - after) === other.at(-1 - after)) after++;
  return [cut(one, before, after), cut(other, before, after)];
}

function cut(text: string, before: number, after: number): Parts {
  const end = text.length - after;
  return [text.slice(0, before), text.slice(before, end), text.slice(end)];
}

function whole(text: string): Parts {
  return [text, "", ""];
}
