/** How a browser that translates treats a text node: it puts its own elements in its place, or around it. */
export const ways = ["in its place", "around it"] as const;
export type Way = (typeof ways)[number];

/** Does to every text node that is new what the translators of browsers do. The words stay the same, so that a page reads as it did. */
export function translate(way: Way): void {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (isNew(node as Text)) found.push(node as Text);
  for (const text of found) {
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    outer.append(inner);
    if (way === "in its place") inner.textContent = text.data;
    text.parentNode?.replaceChild(outer, text);
    if (way === "around it") inner.append(text);
  }
}

function isNew(text: Text): boolean {
  const parent = text.parentElement;
  return text.data.trim() !== "" && parent !== null && !parent.closest("font, script, style, textarea, option, title");
}

/** Waits until what was seen to change has been noticed. */
export const noticed = () => new Promise((done) => setTimeout(done));
