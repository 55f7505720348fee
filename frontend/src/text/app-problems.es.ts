import type { texts as en } from "./app-problems.en.ts";
import type { Translation } from "./translation.ts";

/** One sentence for each code that only the app meets. The others are in problems.es.ts. */
export const texts = {
  unauthenticated: "Su sesión ha terminado.",
  session_reused: "Cerramos su sesión para proteger su cuenta.",
  not_found: "No se encontró.",
  forbidden: "Su rol no permite hacer esto.",
  conflict: "Esto ya existe.",
  config_changed: "{who} guardó cambios {when}. Cárguelos y vuelva a hacer los suyos.",
  precondition_required: "Vuelva a cargar la página y haga después su cambio.",
  test_required: "Pruebe primero esta versión.",
  own_sign_in_required:
    "Inicie sesión primero con un proveedor que esté activado, para tener la certeza de que funciona.",
  break_glass_required: "Mantenga un superadministrador que pueda iniciar sesión sin proveedor.",
  last_super_admin:
    "No quedaría nadie que pueda administrar esta organización. Dé primero a otro superadministrador una forma de iniciar sesión.",
  already_linked_other_user: "Esta cuenta de {provider} ya está conectada a otro usuario.",
  already_linked_other: "Desconecte primero la cuenta de {provider} actual.",
  reauth_required: "Confirme su identidad para continuar.",
  email_mismatch: "Conecte la cuenta de {provider} que usa su correo electrónico de trabajo.",
  last_sign_in_method: "Establezca primero una contraseña y desconecte después.",
  sso_required: "En {org} es obligatorio iniciar sesión con {provider}.",
} as const satisfies Translation<typeof en>;
