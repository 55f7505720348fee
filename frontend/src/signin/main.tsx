/** @jsxImportSource preact */
import { render } from "preact";
import "./signin.css";
import { Entry } from "./entry.tsx";
import { readPage } from "./page.ts";
import { readPlace } from "./place.ts";

const place = readPlace(location);
// The set-up token leaves the address bar, and with it the history, at once.
if (location.hash && place.at === "setup") history.replaceState(null, "", location.pathname);

const root = document.getElementById("root");
if (root) render(<Entry place={place} page={readPage(document)} />, root);
