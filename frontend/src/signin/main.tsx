/** @jsxImportSource preact */
import { render } from "preact";
import "./signin.css";
import { oneTimeLink, returnPath } from "../browser/memory.ts";
import { Boundary } from "./boundary.tsx";
import { Entry } from "./entry.tsx";
import { readPage } from "./page.ts";
import { readPlace } from "./place.ts";

const place = readPlace(location);
// A token of a link leaves the address bar, and with it the history, at once.
if ("token" in place) {
  const link = oneTimeLink(location.pathname);
  if (place.token) link.leave(place.token);
  else place.token = link.read() ?? "";
  history.replaceState(null, "", location.pathname);
}

// An application sent somebody here: they go on to it. Whoever uses the path looks at it, and the server says whether that may be.
const back = location.search.split("?returnTo=")[1];
if (back) returnPath.leave(back);

const root = document.getElementById("root");
if (root)
  render(
    <Boundary>
      <Entry place={place} page={readPage(document)} />
    </Boundary>,
    root,
  );
// After the first view: nobody translates a page that is not there yet.
import("../browser/translated.ts").then((file) => file.liveWithTranslation());
