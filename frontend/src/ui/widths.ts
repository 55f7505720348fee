const gap = 3;
const least = 10;

/** Shares a width among counts in proportion, with a gap between; one that is there keeps a width that can be seen. */
export function widthsOf(counts: number[], room: number): { x: number; width: number }[] {
  const there = counts.filter((count) => count > 0).length;
  const sum = counts.reduce((all, count) => all + count, 0);
  const free = room - gap * Math.max(0, there - 1) - least * there;
  let x = 0;
  return counts.map((count) => {
    if (count === 0) return { x, width: 0 };
    const part = { x, width: least + (free * count) / sum };
    x += part.width + gap;
    return part;
  });
}
