import type { texts as en } from "./attempts.en.ts";
import type { Translation } from "./translation.ts";

const startAgain = "nada por su parte; la persona vuelve a empezar desde la página de inicio de sesión.";
const sendReference = "envíe la referencia {ref} al operador, que busca la causa en el registro del servidor.";
const notFromSignIn = "nada por su parte; si sigue ocurriendo, envíe la referencia {ref} al operador.";
const waitAndRetry = "nada por su parte; la persona espera un momento y vuelve a intentarlo.";
const newSecret = "cree un secreto de cliente nuevo en {provider} e introdúzcalo aquí.";
const correctApplication =
  "compare la aplicación en {provider} con lo que está guardado aquí y corrija la parte que esté mal.";
const resetLink =
  "compruebe con la persona que ambas cuentas de {provider} son suyas y desconecte después la antigua en «Usuarios».";
const addUser =
  "añada un usuario con esta dirección si la persona es de su organización, o pídale que use la cuenta que usted conoce.";
const activate = "vuelva a activar al usuario si puede iniciar sesión.";
const newPassword =
  "pida a la persona que vuelva a intentarlo con la contraseña correcta y dele una nueva si no la conoce.";
const ownAccount = "pida a la persona que elija «Usar otra cuenta» y que seleccione la de {expected}.";

/** By code. */
const explanations = {
  sso_not_configured: {
    title: "{provider} no está configurado",
    next: "configure {provider} o pida a la persona que use su contraseña.",
  },
  sso_app_invalid: { title: "{provider} no acepta la aplicación", next: correctApplication },
  sso_provider_disabled: {
    title: "{provider} está desactivado",
    next: "active {provider} o pida a la persona que inicie sesión de otra forma.",
  },
  org_not_resolved: {
    title: "Código de organización desconocido",
    next: "dé a la persona el código de organización correcto.",
  },
  provider_denied: {
    title: "La persona pulsó Cancelar",
    next: "nada por su parte; si muchas personas cancelan, conceda el consentimiento para todas en {provider}.",
  },
  provider_consent_required: {
    title: "Falta el consentimiento en {provider}",
    next: "conceda el consentimiento de administrador para la aplicación en {provider}.",
  },
  provider_blocked: {
    title: "{provider} no deja entrar a la cuenta",
    next: "consulte el código recibido; una regla o una asignación en {provider} deja fuera a esta cuenta, y su administrador puede cambiarlo.",
  },
  provider_interaction: {
    title: "{provider} quería que la persona volviera a iniciar sesión allí",
    next: "pida a la persona que vuelva a intentarlo y que complete lo que {provider} solicita.",
  },
  provider_unavailable: {
    title: "{provider} no estaba disponible",
    next: "consulte la página de estado de {provider} y pida a la persona que use entretanto su contraseña.",
  },
  provider_other: {
    title: "{provider} respondió con un error",
    next: "consulte en {provider} el código recibido y pida a la persona que vuelva a intentarlo.",
  },
  provider_config_error: { title: "{provider} rechazó nuestra solicitud", next: correctApplication },
  code_rejected: { title: "{provider} rechazó el código", next: startAgain },
  outbound_unavailable: {
    title: "Nuestra salida hacia {provider} está cerrada",
    next: "pida al operador que revise el proxy de salida del servidor.",
  },
  provider_unreachable: {
    title: "No se pudo conectar con {provider}",
    next: "pida al operador que compruebe el DNS, el proxy y las conexiones salientes del servidor.",
  },
  attempt_unknown: {
    title: "Ningún intento de este navegador",
    next: "nada por su parte; la persona vuelve a empezar. Muchos casos a la vez pueden ser una falsificación, de la que debe informar al operador.",
  },
  attempt_expired: { title: "Tardó más de lo permitido", next: startAgain },
  attempt_cookie_missing: {
    title: "El navegador no conservó ninguna cookie",
    next: "pida a la persona que permita las cookies de este sitio y, si les ocurre a muchas, pida al operador que compruebe la dirección pública.",
  },
  attempt_replayed: {
    title: "El intento ya había terminado",
    next: "nada por su parte; consulte el primer intento si la propia persona no pulsó Atrás.",
  },
  token_invalid: {
    title: "La respuesta de {provider} no era auténtica",
    next: "pida a la persona que vuelva a empezar y pruebe {provider} si ocurre dos veces.",
  },
  clock_skew: {
    title: "Nuestro reloj y el de {provider} difieren",
    next: "pida al operador que corrija el reloj del servidor.",
  },
  wrong_tenant: {
    title: "Cuenta de otro directorio",
    next: "pida a la persona que elija «Usar otra cuenta» y que seleccione la que usa para el trabajo, o añada ese directorio a los que pueden iniciar sesión.",
  },
  wrong_hosted_domain: { title: "Cuenta de otro dominio", next: ownAccount },
  email_missing: {
    title: "{provider} no compartió ningún correo electrónico",
    next: "dé a la cuenta un correo electrónico en {provider} o añada la notificación (claim) de correo electrónico a la aplicación.",
  },
  email_not_verified: {
    title: "El correo electrónico no está verificado",
    next: "restrinja la aplicación a su directorio o dominio, para que {provider} verifique la dirección.",
  },
  user_not_authorized: { title: "No es uno de sus usuarios", next: addUser },
  link_in_profile_first: {
    title: "Aún sin conectar",
    next: "pida a la persona que inicie sesión con su contraseña y conecte {provider} en su perfil.",
  },
  link_proof_failed: { title: "No se confirmó la propiedad de la cuenta", next: newPassword },
  link_locked: {
    title: "Demasiados intentos de confirmar la propiedad de la cuenta",
    next: "pregunte a la persona si fue ella y dele una contraseña nueva si no la conoce.",
  },
  link_ticket_expired: { title: "El tiempo de la página «Conectar su cuenta» se agotó", next: startAgain },
  password_login_disabled: {
    title: "Inicio de sesión con contraseña desactivado",
    next: "pida a la persona que inicie sesión con un proveedor o exímala en «Usuarios».",
  },
  rate_limited: { title: "Demasiados intentos desde una misma dirección", next: waitAndRetry },
  internal_error: { title: "Un fallo por nuestra parte", next: sendReference },
  validation_failed: { title: "Un campo no se rellenó correctamente", next: notFromSignIn },
  callback_malformed: { title: "La dirección de retorno estaba dañada", next: startAgain },
  sso_config_changed: { title: "La configuración cambió entretanto", next: startAgain },
  credentials_invalid: { title: "Correo electrónico o contraseña incorrectos", next: newPassword },
  unauthenticated: { title: "La sesión había terminado", next: startAgain },
  not_found: { title: "No se encontró", next: notFromSignIn },
  method_not_allowed: { title: "Una solicitud a la que no respondemos", next: notFromSignIn },
  body_malformed: { title: "Una solicitud dañada", next: notFromSignIn },
  body_too_large: { title: "Una solicitud demasiado grande", next: notFromSignIn },
  media_type_unsupported: { title: "Una solicitud de tipo incorrecto", next: notFromSignIn },
  origin_refused: {
    title: "Una solicitud desde otro sitio",
    next: "pida al operador que compare la dirección pública con la del navegador.",
  },
  busy: { title: "Demasiadas personas a la vez", next: waitAndRetry },
  setup_closed: {
    title: "El enlace de configuración ya se usó",
    next: "pida al operador un enlace de configuración nuevo.",
  },
  session_reused: {
    title: "Reapareció una sesión antigua",
    next: "pregunte a la persona si usa otro navegador y dele una contraseña nueva si no es así.",
  },
  attempt_session_changed: { title: "Entretanto cerró la sesión o cambió de cuenta", next: startAgain },
  already_linked_other_user: {
    title: "La cuenta pertenece a otro usuario",
    next: "pida a la persona que use otra cuenta o desconéctela allí.",
  },
  already_linked_other: { title: "El usuario tiene otra cuenta de {provider}", next: resetLink },
  reauth_required: {
    title: "La persona no acababa de confirmar su identidad",
    next: "nada por su parte; la persona la confirma en «Configuración de seguridad» y vuelve a conectar.",
  },
  email_mismatch: {
    title: "La cuenta tiene un correo electrónico distinto del que tiene el usuario",
    next: "pida a la persona que conecte la cuenta con su dirección de trabajo o permita otra en la política de inicio de sesión.",
  },
  last_sign_in_method: { title: "Era la única forma de iniciar sesión", next: notFromSignIn },
  sso_required: { title: "Es obligatorio iniciar sesión con {provider}", next: notFromSignIn },
  reset_closed: {
    title: "El enlace para una contraseña nueva ya se usó",
    next: "pida a la persona que solicite otro en la página de inicio de sesión; cada enlace sirve una sola vez, durante 30 minutos.",
  },
  bypass_closed: {
    title: "El enlace de un solo uso ya se usó",
    next: "pida uno nuevo al operador; cada uno sirve una sola vez, durante 5 minutos.",
  },
  config_changed: { title: "Otra persona guardó entretanto", next: notFromSignIn },
  precondition_required: { title: "Una solicitud incompleta", next: notFromSignIn },
  test_required: { title: "Aún sin probar", next: notFromSignIn },
  own_sign_in_required: { title: "Faltaba el inicio de sesión propio", next: notFromSignIn },
  break_glass_required: { title: "Nadie podía iniciar sesión sin proveedor", next: notFromSignIn },
  last_super_admin: { title: "No quedaría ningún superadministrador", next: notFromSignIn },
  conflict: { title: "Ya existía", next: notFromSignIn },
  forbidden: { title: "No permitido para este rol", next: notFromSignIn },
} as const;

const wrongPassword = {
  no_user: { title: "Ningún usuario con esta dirección", next: addUser },
  no_password: {
    title: "Este usuario no tiene contraseña",
    next: "pida a la persona que inicie sesión con un proveedor o dele una contraseña.",
  },
  wrong_password: { title: "Contraseña incorrecta" },
  password_unusable: {
    title: "Esta contraseña no se puede comprobar: su hash es importado y supera los límites o es de otro tipo",
    next: "pida a la persona que solicite una contraseña nueva o dele una.",
  },
  user_inactive: { title: "El usuario no está activo", next: activate },
} as const;

/** By code and inner reason, where the reason says more than the code. */
const byReason = {
  sso_app_invalid: {
    client_secret_invalid: { title: "Secreto de cliente rechazado", next: newSecret },
    client_secret_expired: { title: "Secreto de cliente caducado", next: newSecret },
    client_unknown: {
      title: "{provider} no conoce la aplicación",
      next: "compare el ID de cliente y el directorio con la aplicación en {provider}.",
    },
    client_disabled: {
      title: "La aplicación está desactivada en {provider}",
      next: "active la aplicación en {provider}.",
    },
    issuer_mismatch: {
      title: "{provider} indica otro emisor",
      next: "corrija el directorio en la configuración de {provider}.",
    },
    tenant_invalid: {
      title: "El directorio no está bien escrito",
      next: "corrija el directorio en la configuración de {provider}.",
    },
    provider_invalid: {
      title: "La dirección del proveedor no se puede usar",
      next: "corrija el emisor en la configuración de {provider}.",
    },
    endpoint_refused: { title: "Una dirección de {provider} no está permitida", next: sendReference },
    secret_unreadable: {
      title: "El secreto de cliente no se puede leer",
      next: "vuelva a introducir el secreto de cliente.",
    },
  },
  sso_provider_disabled: {
    organization_suspended: {
      title: "La organización está suspendida",
      next: "pregunte al operador por qué está suspendida la organización.",
    },
  },
  wrong_hosted_domain: {
    no_hosted_domain: { title: "Cuenta personal de Google" },
    other_hosted_domain: { title: "Cuenta de otro dominio" },
  },
  wrong_tenant: {
    personal_account: { title: "Cuenta personal de Microsoft" },
    tenant_mismatch: { title: "Cuenta de otro directorio" },
    other_tenant: { title: "Cuenta de otro directorio" },
  },
  user_not_authorized: {
    no_user: { title: "Ningún usuario con esta dirección" },
    user_inactive: { title: "El usuario no está activo", next: activate },
    ambiguous: { title: "Varios usuarios con esta dirección", next: sendReference },
    already_linked_other: { title: "El usuario tiene otra cuenta de {provider}", next: resetLink },
  },
  credentials_invalid: wrongPassword,
  link_proof_failed: {
    ...wrongPassword,
    password_is_no_proof_here: {
      title: "Para este usuario, no basta una contraseña",
      next: "pida a este superadministrador que conecte la cuenta con su sesión iniciada.",
    },
    already_linked_other: { title: "El usuario tiene otra cuenta de {provider}", next: resetLink },
  },
  link_ticket_expired: {
    no_cookie: {
      title: "El navegador no conservó ninguna cookie",
      next: "pida a la persona que permita las cookies de este sitio.",
    },
    connection_gone: { title: "{provider} se desactivó entretanto" },
    connection_changed: { title: "La configuración cambió entretanto" },
    spent: { title: "La página «Conectar su cuenta» ya se había usado" },
  },
  attempt_unknown: {
    other_connection: {
      title: "La respuesta de otro proveedor",
      next: "informe de este intento al operador, ya que puede ser una falsificación.",
    },
  },
  sso_config_changed: { connection_gone: { title: "La conexión se quitó entretanto" } },
  token_invalid: {
    nonce: { title: "La respuesta pertenece a otro intento" },
    aud: { title: "La respuesta es para otra aplicación", next: correctApplication },
    iss: { title: "La respuesta es de otro emisor", next: correctApplication },
    iss_mismatch: { title: "La respuesta es de otro emisor", next: correctApplication },
    signature: { title: "La firma es incorrecta" },
    exp: { title: "La respuesta es demasiado antigua" },
  },
  provider_unreachable: {
    discovery_dns: { title: "No se encontró el nombre de {provider}" },
    token_dns: { title: "No se encontró el nombre de {provider}" },
    discovery_tls: { title: "No hay una conexión segura con {provider}" },
    token_tls: { title: "No hay una conexión segura con {provider}" },
    discovery_timeout: { title: "{provider} no respondió a tiempo" },
    token_timeout: { title: "{provider} no respondió a tiempo" },
  },
} as const;

export const texts = { explanations, byReason } as const satisfies Translation<typeof en>;
