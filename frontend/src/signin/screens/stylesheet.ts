import looks from "./screens.css?url";

/** Waits for the stylesheet of the screens that are fetched on demand, or for the news that it does not come. There is none in unit tests. */
function fetched(href: string): Promise<unknown> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  return new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}

if (looks) await fetched(looks);
