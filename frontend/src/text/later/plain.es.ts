import type { Translation } from "../translation.ts";
import type { texts as en } from "./plain.en.ts";

/** The pages that only say something: not set up, set-up closed, not found, no cookies. */
export const texts = {
  "not-set-up.page": "Aún sin configurar",
  "not-set-up.heading": "Latchkey aún no está configurado",
  "not-set-up.text": "Abra el enlace de configuración que el servidor mostró al iniciarse.",
  "setup-closed.heading": "Este enlace de configuración ya no es válido",
  "setup-closed.text":
    "Un enlace de configuración sirve una sola vez, durante 24 horas, y solo mientras no haya ninguna organización.",
  "setup-closed.next": "Pida uno nuevo al operador de esta instalación o inicie sesión.",
  "not-found.heading": "Página no encontrada",
  "not-found.text": "No hay nada en esta dirección.",
  "cookies.heading": "Las cookies están desactivadas",
  "cookies.text": "Para iniciar sesión se necesitan cookies, y este navegador las bloquea aquí.",
  "cookies.next":
    "Abra la configuración de este sitio, junto a la dirección, y permita las cookies de {host}. Después, vuelva a cargar esta página.",
  "cookies.again": "Cargar de nuevo",
  "go.signin": "Ir al inicio de sesión",
} as const satisfies Translation<typeof en>;
