import type { Translation } from "../translation.ts";
import type { texts as en } from "./refusals.en.ts";

const notValid = "Este enlace de inicio de sesión ya no es válido. Vuelva a empezar.";
const notConfirmed = "No pudimos confirmar su inicio de sesión con {provider}.";

/** One sentence for each code that only a page of the sign-in entry meets which comes later. The others are in ../problems.es.ts. */
export const texts = {
  sso_config_changed: "El inicio de sesión con {provider} acaba de cambiar. Vuelva a empezar.",

  provider_denied: "Se canceló el inicio de sesión con {provider}.",
  provider_consent_required: "El administrador de {org} debe aprobar primero el inicio de sesión con {provider}.",
  provider_blocked: "{provider} no permite que esta cuenta inicie sesión en {org}.",
  provider_interaction: "{provider} necesita que vuelva a iniciar sesión.",
  provider_other: "{provider} no pudo completar el inicio de sesión.",

  attempt_session_changed: "Entretanto cerró la sesión o cambió de cuenta. Vuelva a empezar.",
  link_proof_failed: "Los datos no coinciden. Revíselos y vuelva a intentarlo.",
  link_locked: "Demasiados intentos. Espere {wait} o consulte a su administrador.",
  link_ticket_expired: "El tiempo para este paso se agotó. Vuelva a empezar.",
  setup_closed: "Este enlace de configuración ya no es válido.",
  reset_closed: "Este enlace ya no es válido. Pida uno nuevo.",
  bypass_closed: "Este enlace ya no es válido. Pida uno nuevo al operador.",

  attempt_unknown: notValid,
  attempt_replayed: notValid,
  callback_malformed: notValid,
  attempt_expired: "El inicio de sesión tardó demasiado. Vuelva a empezar.",
  code_rejected: "El inicio de sesión tardó demasiado o este paso ya se envió. Vuelva a empezar.",
  attempt_cookie_missing:
    "Su navegador no conservó el inicio de sesión. Permita las cookies de este sitio o empiece en el mismo navegador.",
  token_invalid: notConfirmed,
  clock_skew: notConfirmed,

  wrong_tenant: "Use su cuenta profesional o educativa de {org}.",
  wrong_hosted_domain: "Use su cuenta de Google de {org}.",
  email_missing: "Su cuenta de {provider} no compartió una dirección de correo electrónico.",
  email_not_verified: "No pudimos confirmar su dirección de correo electrónico de trabajo.",
  user_not_authorized: "El administrador de {org} decide quién puede iniciar sesión.",
  link_in_profile_first:
    "Inicie sesión con su contraseña y conecte después {provider} en Perfil > Configuración de seguridad.",
} as const satisfies Translation<typeof en>;
