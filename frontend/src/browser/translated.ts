/**
 * Lets the pages live with a browser that translates them. It puts an element of
 * its own in the place of each text node, or around it; the library that draws
 * the page does not know that, and throws when it removes such a text or puts
 * something before it, or changes it where nobody sees it any more
 * (facebook/react 11538). So what is done to a text node that is away is done to
 * what stands in its place, and a changed text takes its place back.
 */
export function liveWithTranslation(): void {
  new MutationObserver((records) => records.forEach(notice)).observe(document, { childList: true, subtree: true });

  const { removeChild, insertBefore } = Node.prototype;
  Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
    if (child.parentNode === this) return removeChild.call(this, child) as Child;
    const standIn = standInOf(child, this);
    if (standIn) removeChild.call(this, standIn);
    return child;
  };
  Node.prototype.insertBefore = function <Child extends Node>(this: Node, child: Child, before: Node | null): Child {
    const place = before && before.parentNode !== this ? standInOf(before, this) : before;
    return insertBefore.call(this, child, place) as Child;
  };
  takeBackOnChange(Node.prototype, "nodeValue");
  takeBackOnChange(CharacterData.prototype, "data");
}

/** What stands in the place of a text node that was taken out. */
const standIns = new WeakMap<Node, Element>();

function notice({ removedNodes, addedNodes, previousSibling, nextSibling }: MutationRecord): void {
  for (const text of removedNodes) {
    if (!(text instanceof Text)) continue;
    const standIn = [...addedNodes, previousSibling, nextSibling].find(isOfTranslator);
    if (standIn) standIns.set(text, standIn);
  }
}

/** Translators write the element that nobody else has written for decades. */
function isOfTranslator(node: Node | null): node is Element {
  return node?.nodeName === "FONT";
}

/** The child of a parent that stands for a node: around it, or in its place. */
function standInOf(node: Node, parent: Node): Node | null {
  for (let around = node.parentNode; around; around = around.parentNode)
    if (around.parentNode === parent) return around;
  const standIn = standIns.get(node);
  return standIn?.parentNode === parent ? standIn : null;
}

/** The translator's element that is around a node. */
function outermost(node: Node): Element | undefined {
  let found: Element | undefined;
  for (let around = node.parentNode; isOfTranslator(around); around = around.parentNode) found = around;
  return found;
}

function takeBackOnChange(prototype: object, name: string): void {
  const property = Object.getOwnPropertyDescriptor(prototype, name);
  if (!property?.set) return;
  Object.defineProperty(prototype, name, {
    ...property,
    set(this: Node, value: string) {
      (this.parentNode ? outermost(this) : standIns.get(this))?.replaceWith(this);
      property.set?.call(this, value);
    },
  });
}
