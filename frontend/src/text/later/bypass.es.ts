import type { Translation } from "../translation.ts";
import type { texts as en } from "./bypass.en.ts";

/** What the page of those who may sign in without a provider adds to login.es.ts. */
export const texts = {
  "bypass.heading": "Iniciar sesión en {org} sin {provider}",
  "bypass.page": "Iniciar sesión sin {provider}",
  "bypass.lead": "Solo las personas a las que el administrador ha eximido pueden usar aquí su contraseña.",
  "bypass.once": "Su enlace sirve una sola vez, durante 5 minutos desde su creación.",
  "bypass.submit": "Iniciar sesión una vez con este enlace",
  "bypass.refused": "Esta cuenta no puede iniciar sesión sin {provider}.",
  "bypass.mail-to": "Correo electrónico de un superadministrador",
  "bypass.mail-text": "Un superadministrador puede pedir un enlace. Sirve una sola vez, durante 5 minutos.",
  "bypass.send": "Recibir un enlace",
  "bypass.sending": "Enviando...",
  "bypass.sent": "Si esta dirección cumple los requisitos, recibirá pronto un enlace. Sirve durante 5 minutos.",
  "bypass.nothing":
    "¿No ha llegado nada después de unos minutos? Mire en la carpeta de correo no deseado o pida un enlace al operador de este servidor.",
  "bypass.other": "Usar otra dirección",
  "bypass.closed": "Este enlace ya no es válido. Pida otro aquí o al operador.",
  "bypass.back": "Volver al inicio de sesión",
} as const satisfies Translation<typeof en>;
