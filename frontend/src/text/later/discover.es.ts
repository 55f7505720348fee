import type { Translation } from "../translation.ts";
import type { texts as en } from "./discover.en.ts";

/** What the page that asks for the organization adds to login.es.ts. */
export const texts = {
  "discover.heading": "Iniciar sesión",
  "discover.lead": "¿En qué organización quiere iniciar sesión?",
  "discover.code": "Código de la organización o correo electrónico de trabajo",
  "discover.hint":
    "El nombre corto que figura en su enlace de inicio de sesión, o su correo electrónico de trabajo. Su administrador conoce el código.",
  "discover.unknown-email":
    "No encontramos este dominio de correo electrónico. Introduzca el código de su organización.",
  "discover.submit": "Continuar",
  "discover.busy": "Buscando...",
  "discover.empty": "Introduzca el código de su organización o su correo electrónico de trabajo.",
  "discover.first": "Introduzca primero el código de su organización; después continuará con {provider}.",
  "discover.recent": "Usadas en este navegador",
  "discover.remove": "Quitar",
  "discover.removed": "Se quitó {org} de este navegador.",
  "discover.goes-to": "Abre {org}.",
} as const satisfies Translation<typeof en>;
