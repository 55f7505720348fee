import type { texts as en } from "./profile.en.ts";
import type { Translation } from "./translation.ts";

/** What the page of the own profile adds to app.es.ts. */
export const texts = {
  "profile.title": "Editar perfil",
  "profile.sentence": "Su nombre y cómo se muestran las horas.",
  "profile.card": "Su cuenta",
  "profile.name": "Nombre",
  "profile.zone": "Zona horaria",
  "profile.zone-hint": "Se aplica a todas las horas de estas páginas.",
  "profile.zone-browser": "La del navegador ({place})",
  "profile.zone-none": "Ninguna zona horaria coincide. Escriba una ciudad o la diferencia con UTC, por ejemplo +2.",
  "profile.language": "Idioma",
  "profile.language-hint": "De estas páginas y de los correos que le enviamos.",
  "profile.language-browser": "El del navegador",
  "profile.email": "Correo electrónico",
  "profile.role": "Rol",
  "profile.fixed": "Su administrador puede cambiarlo.",
  "profile.fixed-users": "Puede cambiarlo en {link}.",
  "profile.save": "Guardar",
  "profile.saving": "Guardando...",
  "profile.saved": "Su perfil está guardado.",
  "profile.nothing": "No se cambió nada.",
  "profile.security": "La contraseña, las cuentas conectadas y las sesiones están en {link}.",
  "profile.security-link": "Configuración de seguridad",
} as const satisfies Translation<typeof en>;
