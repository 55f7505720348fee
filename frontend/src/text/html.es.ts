import type { texts as en } from "./html.en.ts";
import type { Translation } from "./translation.ts";

/** What stands in login.html and app.html, before any script runs and where none does. */
export const texts = {
  "login.title": "Iniciar sesión",
  "app.title": "Latchkey",
  "page.about": "Inicie sesión con su cuenta de trabajo.",
  "page.broken":
    "Esta página no funciona. Si JavaScript está desactivado para este sitio, actívelo. Después, vuelva a cargar la página.",
  "page.again": "Cargar de nuevo",
} as const satisfies Translation<typeof en>;
