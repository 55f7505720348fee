/**
 * The files of a worker share one browser: to load it, and what draws in it, costs more than most tests. A file takes it
 * with this, and what comes back gives it back as it was: no page, address, cookie, listener or changed method stays.
 */
export function takeBrowser(): () => void {
  const giveBack = [
    keepMethods(Node.prototype),
    keepMethods(CharacterData.prototype),
    noteListeners(window),
    noteListeners(document),
    leavePage,
  ];
  return () => {
    for (const one of giveBack) one();
  };
}

function keepMethods(prototype: object): () => void {
  const before = Object.getOwnPropertyDescriptors(prototype);
  return () => {
    for (const name of Reflect.ownKeys(prototype)) if (!(name in before)) Reflect.deleteProperty(prototype, name);
    Object.defineProperties(prototype, before);
  };
}

/** What libraries put on the document once and count on: React, and what types and clicks in the tests. */
const ofLibraries = ["selectionchange", "focus", "blur"];

function noteListeners(target: Window | Document): () => void {
  const noted: Parameters<typeof target.removeEventListener>[] = [];
  const add = target.addEventListener;
  target.addEventListener = (type: string, listener: EventListener, how?: boolean | AddEventListenerOptions) => {
    if (!ofLibraries.includes(type)) noted.push([type, listener, how]);
    add.call(target, type, listener, how);
  };
  return () => {
    target.addEventListener = add;
    for (const [type, listener, how] of noted) target.removeEventListener(type, listener, how);
  };
}

function leavePage(): void {
  document.body.replaceChildren();
  document.head.replaceChildren();
  for (const { name } of [...document.documentElement.attributes]) document.documentElement.removeAttribute(name);
  for (const cookie of document.cookie.split("; ")) {
    const past = `${cookie.split("=")[0]}=;expires=${new Date(0).toUTCString()}`;
    // biome-ignore-start lint/suspicious/noDocumentCookie: the browser of the tests has no other
    document.cookie = past;
    document.cookie = `${past};path=/`;
    // biome-ignore-end lint/suspicious/noDocumentCookie: as above
  }
  history.replaceState(null, "", "/");
}
