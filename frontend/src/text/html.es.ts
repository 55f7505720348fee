import type { texts as en } from "./html.en.ts";
import type { Translation } from "./translation.ts";

/** What stands in login.html and app.html, before any script runs. */
export const texts = {
  "login.title": "Iniciar sesión",
  "login.noscript":
    "Para iniciar sesión se necesita JavaScript. Actívelo para este sitio y vuelva a cargar esta página.",
  "app.title": "Latchkey",
  "app.noscript": "Esta página necesita JavaScript. Actívelo para este sitio y vuelva a cargar esta página.",
} as const satisfies Translation<typeof en>;
