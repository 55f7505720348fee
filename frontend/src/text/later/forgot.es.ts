import type { Translation } from "../translation.ts";
import type { texts as en } from "./forgot.en.ts";

/** What the page for a forgotten password adds to login.es.ts. */
export const texts = {
  "forgot.page": "Contraseña olvidada",
  "forgot.heading": "Establezca una contraseña nueva",
  "forgot.lead": "Le enviamos un enlace para establecerla.",
  "forgot.submit": "Recibir un enlace",
  "forgot.busy": "Enviando...",
  "forgot.sent": "Si esta dirección cumple los requisitos, recibirá pronto un enlace. Sirve durante 30 minutos.",
  "forgot.nothing": "¿No ha llegado nada después de unos minutos?",
  "forgot.nothing-text":
    "Mire en la carpeta de correo no deseado y compruebe que {email} es la dirección que {org} tiene registrada. Si aun así no llega, consulte a su administrador.",
  "forgot.other": "Usar otra dirección",
  "forgot.no-mail": "Este servidor no envía correos, así que no puede enviarle un enlace.",
  "forgot.back": "Volver al inicio de sesión",
} as const satisfies Translation<typeof en>;
