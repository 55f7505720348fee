import type { Translation } from "../translation.ts";
import type { texts as en } from "./warning.en.ts";

/** What the dialog of a provider that is not available adds to login.es.ts. */
export const texts = {
  "warning.title": "El inicio de sesión con {provider} no está disponible",
  "warning.told": "Se ha avisado a su administrador.",
  "warning.password": "Iniciar sesión con contraseña",
  "warning.ok": "Aceptar",
} as const satisfies Translation<typeof en>;
