import type { texts as en } from "./problems.en.ts";
import type { Translation } from "./translation.ts";

const notWorking = "El inicio de sesión con {provider} en {org} no funciona en este momento.";
const notOurs = "Algo falló por nuestra parte.";

/**
 * One sentence for each code of the contract, and for no answer at all; those
 * of later/refusals.es.ts are said on one page only, those of app-problems.es.ts in the app only. They tell nothing about other
 * people or about configuration.
 */
export const texts = {
  sso_not_configured: "{org} aún no ha configurado el inicio de sesión con {provider}.",
  sso_app_invalid: notWorking,
  provider_config_error: notWorking,
  sso_provider_disabled: "El inicio de sesión con {provider} está desactivado en {org}.",
  provider_unavailable: "{provider} no responde. Vuelva a intentarlo dentro de un minuto.",
  provider_unreachable: "No podemos conectar con {provider} en este momento.",
  outbound_unavailable:
    "Nuestro servidor no puede conectar con {provider} en este momento. La causa está de nuestro lado.",
  org_not_resolved: "No existe este código de organización.",

  credentials_invalid: "Los datos no coinciden. Revíselos y vuelva a intentarlo.",
  password_login_disabled: "En {org} se inicia sesión con {provider}.",
  rate_limited: "Demasiados intentos. Espere {wait}.",
  busy: "Hay demasiadas personas a la vez. Vuelva a intentarlo dentro de {wait}.",
  validation_failed: "Revise los campos siguientes.",
  internal_error: notOurs,
  method_not_allowed: notOurs,
  body_malformed: notOurs,
  body_too_large: notOurs,
  media_type_unsupported: notOurs,
  origin_refused: "Esta página se abrió desde otra dirección. Vuelva a cargarla e inténtelo de nuevo.",
  network: "No podemos conectar con el servidor. Compruebe su conexión y vuelva a intentarlo.",
} as const satisfies Translation<typeof en>;
