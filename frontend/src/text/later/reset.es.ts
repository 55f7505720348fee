import type { Translation } from "../translation.ts";
import type { texts as en } from "./reset.en.ts";

/** What the page that a link for a new password opens adds to login.es.ts. */
export const texts = {
  "reset.page": "Contraseña nueva",
  "reset.heading": "Establezca una contraseña nueva para {org}",
  "reset.lead": "Al hacerlo, se cierran sus sesiones en otros navegadores.",
  "reset.password": "Contraseña nueva",
  "reset.hint": "12 caracteres como mínimo.",
  "reset.short": "Use 12 caracteres como mínimo.",
  "reset.weak": "Es demasiado fácil de adivinar. Use varias palabras que no guarden relación entre sí.",
  "reset.submit": "Establecer contraseña",
  "reset.busy": "Estableciendo...",
  "reset.done": "Su contraseña está establecida",
  "reset.done-text": "Ahora inicie sesión con ella.",
  "reset.signin": "Ir al inicio de sesión",
  "reset.closed": "Este enlace ya no es válido",
  "reset.closed-text": "Un enlace para una contraseña nueva sirve una sola vez, durante 30 minutos.",
  "reset.open": "Vuelva a abrir el enlace del correo",
  "reset.open-text":
    "Esta página necesita el enlace que le enviamos por correo. Ábralo de nuevo en este navegador: funciona una sola vez, durante 30 minutos.",
  "reset.again": "Pedir un enlace nuevo",
} as const satisfies Translation<typeof en>;
