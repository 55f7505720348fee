import type { Translation } from "../translation.ts";
import type { texts as en } from "./setup.en.ts";

/** What the set-up page adds to login.es.ts. */
export const texts = {
  "setup.page": "Configurar Latchkey",
  "setup.heading": "Configure su organización",
  "setup.lead": "Usted será su primer superadministrador y su sesión quedará iniciada.",
  "setup.organization": "Organización",
  "setup.organization-name": "Nombre de la organización",
  "setup.organization-code": "Código de la organización",
  "setup.code-hint": "Letras minúsculas, cifras y guiones, nunca dos seguidos. Se inicia sesión en {address}",
  "setup.you": "Su cuenta",
  "setup.name": "Su nombre",
  "setup.email": "Correo electrónico",
  "setup.password": "Contraseña",
  "setup.password-hint": "12 caracteres como mínimo.",
  "field.code": "Use 2 o más letras minúsculas y cifras; los guiones solo en el interior y nunca dos seguidos.",
  "field.short": "Use 12 caracteres como mínimo.",
  "field.weak": "Es demasiado fácil de adivinar. Use varias palabras que no guarden relación entre sí.",
  "field.taken": "Ya está en uso.",
  "setup.submit": "Configurar e iniciar sesión",
  "setup.busy": "Configurando...",
} as const satisfies Translation<typeof en>;
