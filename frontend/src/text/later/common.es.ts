import type { Translation } from "../translation.ts";
import type { texts as en } from "./common.en.ts";

/** What several of the screens that come later say. */
export const texts = {
  "signin.failed": "No se pudieron cargar las opciones de inicio de sesión",
  "refused.other": "Usar otra cuenta",
  "wait.moment": "un momento",
  "wait.seconds.one": "1 segundo",
  "wait.seconds.other": "{count} segundos",
  "wait.minutes.one": "1 minuto",
  "wait.minutes.other": "{count} minutos",
} as const satisfies Translation<typeof en>;
