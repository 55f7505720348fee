import type { texts as en } from "./checks.en.ts";
import type { Translation } from "./translation.ts";

const again = "ejecute la prueba de nuevo. Si persiste, pida al operador que consulte el registro del servidor.";
const compare = "compare la configuración de esta conexión con la aplicación en {provider}.";
const egress = "pida al operador que compruebe el DNS, el proxy y las conexiones salientes del servidor.";
const secretFirst =
  "introduzca de nuevo primero el secreto de cliente; después compare el ID de cliente, el URI de redirección y el tipo de la aplicación en {provider}.";
const newSecret =
  "cree un secreto de cliente nuevo en {provider}, guarde su valor en la configuración y ejecute la prueba de nuevo.";
const rightAccount = "ejecute la prueba de nuevo con una cuenta de {org}.";
const startOver = "ejecute la prueba de nuevo y complétela sin interrupciones, en este navegador.";
const forged =
  "ejecute la prueba de nuevo. Si falla dos veces, es posible que alguien se interponga entre este servidor y {provider}.";
const lockFirst =
  "restrinja la conexión a su directorio. Hasta entonces, las personas confirman una vez que la cuenta es suya.";

/** The texts of the checks by name. */
const checks = {
  discovery: {
    name: "Documento de descubrimiento",
    passed: ["{host}, leído en {ms} ms.", "{host}", "Encontrado, e indica el emisor que esperamos."],
    info: ["Sin consultar."],
    otherwise: { said: "La descripción que {provider} da de sí mismo no se puede usar.", todo: compare },
  },
  keys: {
    name: "Claves de firma",
    passed: ["{keys}, en {ms} ms.", "{keys}.", "Encontradas."],
    info: ["Sin consultar."],
    otherwise: { said: "Las claves de {provider} no se pueden usar.", todo: again },
  },
  clock: {
    name: "Reloj",
    passed: ["{seconds} s de diferencia. Se aceptan hasta 60 s.", "Coincide con el de {provider}."],
    info: ["{provider} no indicó su hora."],
    otherwise: {
      said: "Nuestro reloj y el de {provider} difieren.",
      todo: "pida al operador que corrija el reloj del servidor.",
    },
  },
  public_address: {
    name: "Dirección pública",
    passed: ["{host}, la misma que en su barra de direcciones.", "La misma que en su barra de direcciones."],
    info: ["{host}"],
    otherwise: {
      said: "Es posible que la dirección pública no sea la que usan las personas.",
      todo: "pida al operador que compare la dirección pública del servidor con la de su barra de direcciones.",
    },
  },
  credentials: {
    name: "ID y secreto de cliente",
    passed: ["Aceptados por {provider}. El secreto caduca el {expires}.", "Aceptados por {provider}."],
    info: ["No se sabe antes del inicio de sesión: {provider} responde lo mismo a un secreto incorrecto."],
    otherwise: { said: "{provider} no acepta el ID de cliente o el secreto.", todo: compare },
  },
  redirect: {
    name: "URI de redirección",
    passed: ["El retorno se produjo en la dirección que enviamos."],
    info: [],
    otherwise: { said: "La respuesta de {provider} no es la de esta prueba.", todo: startOver },
  },
  token: {
    name: "Token recibido",
    passed: ["En {ms} ms.", "Recibido."],
    info: [],
    otherwise: { said: "{provider} no entregó ningún token por el código.", todo: compare },
  },
  signature: {
    name: "Firma",
    passed: ["{algorithm}, clave {key}.", "{algorithm}.", "Auténtica."],
    info: [],
    otherwise: { said: "El token no es auténtico.", todo: forged },
  },
  nonce: {
    name: "Nonce",
    passed: ["El que enviamos."],
    info: [],
    otherwise: { said: "El token pertenece a otro inicio de sesión.", todo: forged },
  },
  lock: {
    name: {
      google: "Dominio de Workspace",
      microsoft: "Directorio (inquilino)",
      openid: "Dominio de correo electrónico",
    },
    passed: ["{expected}, tal como lo restringió.", "Uno de los que usted restringió."],
    info: ["No hay ninguna restricción."],
    otherwise: { said: "La cuenta está fuera de lo que usted restringió.", todo: rightAccount },
  },
  email: {
    name: "Correo electrónico presente",
    passed: ["{received}", "Presente."],
    info: [],
    otherwise: {
      said: "{provider} no compartió ninguna dirección de correo electrónico.",
      todo: "dé a la cuenta un correo electrónico en {provider} o añada la notificación (claim) de correo electrónico a la aplicación.",
    },
  },
  proof: {
    name: "Verificación de la dirección de correo electrónico",
    passed: ["Sólida: {provider} responde por esta dirección."],
    info: [],
    otherwise: {
      said: "{provider} no verifica esta dirección.",
      todo: "nada, si las personas pueden confirmar una vez que la cuenta es suya.",
    },
  },
  person: {
    name: "Quién sería",
    passed: ["Uno de sus usuarios."],
    info: ["Ninguno de sus usuarios."],
    otherwise: {
      said: "Esta cuenta no tendría acceso.",
      todo: "añada un usuario con esta dirección o ejecute la prueba con otra cuenta.",
    },
  },
  roles: {
    name: "Roles encontrados",
    passed: ["{roles}", "Algunos."],
    info: ["{roles}", "{groups}.", "Ninguno en este token."],
    otherwise: { said: "Los roles no se pueden leer.", todo: again },
  },
} as const;

/** What a call to the provider failed with: the end of reasons such as discovery_dns. */
const calls = {
  dns: { said: "No se encontró el nombre del servidor de {provider}.", todo: egress },
  tls: {
    said: "TLS falló: el servidor de {provider} usa http sin cifrar en esta dirección o su certificado no es de confianza.",
    todo: "compare la dirección y su puerto; si son correctos, pida al operador que revise el certificado.",
  },
  timeout: { said: "{provider} no respondió a tiempo.", todo: egress },
  queue_timeout: {
    said: "Este sistema tenía demasiadas llamadas en curso y no pudo consultar a {provider}. Allí no hay ningún problema.",
    todo: "espere un minuto y ejecute la prueba de nuevo.",
  },
  proxy_unreachable: {
    said: "El proxy de salida del servidor no responde. No se preguntó a {provider}.",
    todo: "pida al operador que revise el proxy y LATCHKEY_OUTBOUND_PROXY.",
  },
  proxy_auth: {
    said: "El proxy de salida pide otro usuario o contraseña. No se preguntó a {provider}.",
    todo: "pida al operador que corrija LATCHKEY_OUTBOUND_PROXY.",
  },
  proxy_refused: {
    said: "El proxy de salida no deja que el servidor llegue a {provider}.",
    todo: "pida al operador que permita CONNECT en el proxy hacia los servidores de {provider}.",
  },
  proxy_gateway: {
    said: "El proxy de salida no pudo conectar con {provider}.",
    todo: "pida al operador que revise el proxy, su DNS y su propia salida; compare la dirección de {provider}.",
  },
  proxy_timeout: {
    said: "El proxy de salida no conectó a tiempo con {provider}.",
    todo: "pida al operador que revise el proxy y ejecute la prueba otra vez.",
  },
  connection_refused: { said: "{provider} rechazó la conexión.", todo: egress },
  connection_failed: { said: "No se pudo conectar con {provider}.", todo: egress },
  address_refused: {
    said: "La dirección del proveedor lleva a una red privada.",
    todo: "corrija la dirección o pida al operador que la permita.",
  },
  cancelled: { said: "La llamada se interrumpió.", todo: again },
  too_large: { said: "La respuesta de {provider} es demasiado grande.", todo: compare },
  not_json: {
    said: "La respuesta no es una respuesta de {provider}.",
    todo: "pregunte al operador si un proxy responde en lugar de {provider}.",
  },
  duplicate_member: { said: "La respuesta de {provider} se contradice.", todo: compare },
  http: {
    said: "{provider} respondió con el estado {status}.",
    todo: "ejecute la prueba de nuevo. Si persiste, compare el inquilino o la dirección del proveedor.",
  },
} as const;

const notGenuine = { said: "El token no está construido como debería.", todo: forged } as const;
const notNow = {
  said: "El token no corresponde a este momento.",
  todo: "pida al operador que corrija el reloj del servidor y ejecute la prueba de nuevo.",
} as const;
const otherIssuer = { said: "La respuesta es de otro emisor.", todo: compare } as const;
const otherApplication = { said: "El token es para otra aplicación.", todo: compare } as const;

/** By reason, or by check and reason where the same reason means something else there. */
const findings = {
  // discovery, keys
  issuer_mismatch: {
    said: "{provider} indica un emisor distinto del consultado.",
    todo: "corrija el inquilino o el emisor en la configuración.",
  },
  tenant_invalid: {
    said: "El inquilino no está bien escrito.",
    todo: "copie el ID de inquilino de la página Información general (Overview) del registro de aplicación.",
  },
  provider_invalid: {
    said: "La dirección del proveedor no se puede usar.",
    todo: "corrija el emisor en la configuración.",
  },
  issuer_invalid: { said: "El emisor no se puede usar.", todo: "corrija el emisor en la configuración." },
  endpoint_refused: {
    said: "Una dirección que indica {provider} no está permitida.",
    todo: "corrija el emisor o pida al operador que permita la dirección.",
  },
  keys_too_many: { said: "{provider} tiene más claves de las que leemos.", todo: again },
  keys_none_usable: { said: "{provider} no tiene ninguna clave que podamos usar.", todo: compare },

  // clock, public address
  clock_skew: checks.clock.otherwise,
  clock_differs: {
    said: "El reloj de {provider} se diferencia del nuestro en {seconds} s. Más de 60 s se rechaza.",
    todo: "pida al operador que corrija el reloj del servidor.",
  },
  no_date: { said: "{provider} no indicó su hora.", todo: "nada, si los inicios de sesión funcionan." },
  date_unreadable: {
    said: "{provider} indica su hora de una forma que no podemos leer.",
    todo: "nada, si los inicios de sesión funcionan.",
  },
  not_https: {
    said: "La dirección pública no es https.",
    todo: "pida al operador que sirva Latchkey por https; el http sin cifrar es para pruebas en un solo equipo.",
  },
  other_host: {
    said: "Abrió Latchkey con una dirección distinta de la pública.",
    todo: "abra Latchkey con la dirección pública o pida al operador que la corrija.",
  },
  "public_address.unreadable": checks.public_address.otherwise,
  ip_address: {
    said: "La dirección pública es un número, no un nombre.",
    todo: "pida un nombre al operador; muchos proveedores no aceptan un número.",
  },
  address_differs: {
    said: "Abrió Latchkey con una dirección distinta de la pública.",
    todo: "abra Latchkey con la dirección pública o pida al operador que la corrija.",
  },
  proxy_header_missing: {
    said: "El proxy situado delante no indica cómo llegan a él las personas.",
    todo: "pida al operador que haga que el proxy envíe X-Forwarded-Proto y X-Forwarded-Host.",
  },
  proxy_header_differs: {
    said: "El proxy situado delante indica una dirección distinta de la pública.",
    todo: "pida al operador que compare ambas.",
  },

  // credentials
  client_secret_invalid: {
    said: "{provider} rechazó el secreto de cliente o no conoce este ID de cliente.",
    todo: "introduzca de nuevo el valor del secreto de cliente o cree uno nuevo en {provider}; después compare el ID de cliente.",
  },
  "client_secret_invalid.certain": { said: "{provider} rechazó el secreto de cliente.", todo: newSecret },
  client_secret_expired: { said: "El secreto de cliente ha caducado.", todo: newSecret },
  client_unknown: {
    said: "{provider} no conoce la aplicación.",
    todo: "compare el ID de cliente y el directorio con la aplicación en {provider}.",
  },
  client_disabled: {
    said: "La aplicación está desactivada en {provider}.",
    todo: "actívela en {provider} y ejecute la prueba de nuevo.",
  },
  auth_basic: {
    said: "Aceptado por {provider}, con el secreto en la cabecera. Se conserva para esta versión.",
    todo: "nada.",
  },
  auth_basic_raw: {
    said: "Aceptado por {provider}, con el secreto en la cabecera sin codificar. Se conserva para esta versión.",
    todo: "nada.",
  },
  auth_post: {
    said: "Aceptado por {provider}, con el secreto en el cuerpo. Se conserva para esta versión.",
    todo: "nada.",
  },
  secret_unreadable: {
    said: "El secreto de cliente guardado no se puede leer.",
    todo: "vuelva a guardar el secreto de cliente en la configuración.",
  },
  probe_accepted: { said: "{provider} aceptó un código que no puede ser correcto.", todo: compare },
  "token_answer.code_rejected": {
    said: "{provider} no aceptó el código.",
    todo: "ejecute la prueba otra vez. Si persiste, compare el URI de redirección con el de la aplicación en {provider}.",
  },
  "token_answer.provider_config_error": { said: "{provider} rechazó nuestra solicitud.", todo: secretFirst },
  token_answer: { said: "{provider} rechazó nuestra solicitud.", todo: compare },
  "credentials.token_answer": { said: "{provider} no acepta la aplicación.", todo: secretFirst },
  provider_answer: { said: "{provider} le envió de vuelta con un error.", todo: compare },

  // the way back
  left_out: {
    said: "Volvió a la dirección que enviamos. {provider} no admite {parameters}, así que se omitió.",
    todo: "nada. Allí no se puede pedir a las personas otra cuenta.",
  },
  access_denied: {
    said: "Pulsó Cancelar en {provider}.",
    todo: "ejecute la prueba de nuevo y acepte lo que {provider} solicita.",
  },
  too_late: { said: "El inicio de sesión tardó más de 10 minutos.", todo: startOver },
  before_restore: {
    said: "El inicio de sesión empezó antes de que la base de datos se restaurara desde una copia de seguridad.",
    todo: startOver,
  },
  authentication_expired: {
    said: "La página de inicio de sesión de {provider} estuvo abierta demasiado tiempo.",
    todo: startOver,
  },
  no_attempt_for_state: { said: "Este navegador no inició la prueba.", todo: startOver },
  other_connection: { said: "Llegó la respuesta de otro proveedor.", todo: forged },
  other_version: { said: "La configuración cambió entretanto.", todo: "ejecute la prueba de nuevo." },
  connection_gone: { said: "La conexión se quitó entretanto.", todo: "nada; ya no existe." },

  // the token
  id_token_missing: {
    said: "{provider} no envió ningún token de ID.",
    todo: "permita el ámbito openid para la aplicación en {provider}.",
  },
  malformed: notGenuine,
  duplicate_member: notGenuine,
  alg: { said: "El token está firmado de una forma que no aceptamos.", todo: compare },
  header: { said: "El token indica su propia clave, lo que no aceptamos.", todo: compare },
  typ: notGenuine,
  signature: { said: "La firma es incorrecta.", todo: forged },
  key_unknown: { said: "El token está firmado con una clave que {provider} no publica.", todo: forged },
  nonce: checks.nonce.otherwise,
  aud: otherApplication,
  azp: otherApplication,
  iss: otherIssuer,
  iss_mismatch: otherIssuer,
  tid_mismatch: otherIssuer,
  exp: notNow,
  expired: notNow,
  nbf: notNow,
  iat: notNow,
  exp_missing: notGenuine,
  lifetime: { said: "El token dura más de un día.", todo: compare },
  sub: notGenuine,
  at_hash: notGenuine,
  userinfo_sub: { said: "{provider} respondió sobre otra persona.", todo: forged },

  // directory or domain
  "lock.no_hosted_domain": { said: "Es una cuenta personal de Google.", todo: rightAccount },
  "lock.other_hosted_domain": { said: "La cuenta pertenece a otro Workspace.", todo: rightAccount },
  "lock.other_tenant": { said: "La cuenta pertenece a otro directorio.", todo: rightAccount },
  "lock.other_domain": { said: "La dirección pertenece a otro dominio.", todo: rightAccount },
  tenant_mismatch: { said: "La cuenta pertenece a otro directorio.", todo: rightAccount },
  personal_account: {
    said: "Es una cuenta personal de Microsoft.",
    todo: "ejecute la prueba de nuevo con su cuenta profesional o educativa.",
  },
  not_locked: {
    said: "No hay ninguna restricción: las cuentas de cualquier organización pueden intentar iniciar sesión.",
    todo: lockFirst,
  },
  domain_not_locked: {
    said: "No hay ningún dominio restringido: las cuentas de cualquier dominio pueden intentar iniciar sesión.",
    todo: "restrinja la conexión a su dominio.",
  },
  "lock.tenant_not_locked": {
    said: "No hay ningún inquilino restringido: las cuentas de cualquier directorio pueden intentar iniciar sesión.",
    todo: lockFirst,
  },

  // proof
  no_email: checks.email.otherwise,
  email_verified_text: {
    said: "{provider} envía email_verified como texto, no como un valor de sí o no.",
    todo: "haga que {provider} envíe email_verified como true, sin comillas. Hasta entonces, las personas confirman una vez que la cuenta es suya.",
  },
  email_verified_other: {
    said: "{provider} envía email_verified como algo que no es un valor de sí o no.",
    todo: "haga que {provider} envíe email_verified como true, sin comillas. Hasta entonces, las personas confirman una vez que la cuenta es suya.",
  },
  email_not_verified: {
    said: "{provider} indica que nadie verificó esta dirección.",
    todo: "verifique la dirección en {provider}. Hasta entonces, las personas confirman una vez que la cuenta es suya.",
  },
  no_hosted_domain: {
    said: "La cuenta no pertenece a ningún Workspace.",
    todo: "use cuentas de su Workspace. Las demás personas confirman una vez que la cuenta es suya.",
  },
  other_hosted_domain: {
    said: "La dirección está en un dominio distinto del principal del Workspace.",
    todo: "nada; las personas de un segundo dominio confirman una vez que la cuenta es suya.",
  },
  tenant_not_locked: {
    said: "Mientras no haya ningún inquilino restringido, una dirección de Microsoft no verifica nada.",
    todo: lockFirst,
  },
  other_tenant: { said: "La cuenta pertenece a un inquilino que no está en la restricción.", todo: rightAccount },
  guest_account: {
    said: "Es un invitado en el directorio.",
    todo: "nada; los invitados confirman una vez que la cuenta es suya.",
  },
  domain_owner_not_verified: {
    said: "Microsoft indica que nadie verificó el dominio de esta dirección.",
    todo: "verifique el dominio en el centro de administración de Entra, en Nombres de dominio personalizados (Custom domain names). Hasta entonces, las personas confirman una vez.",
  },
  domain_not_verified: {
    said: "Usted no ha verificado aquí el dominio de esta dirección.",
    todo: "verifíquelo en «Dominios verificados». Hasta entonces, las personas confirman una vez que la cuenta es suya.",
  },
  unknown_provider: { said: "No sabemos cómo verifica este proveedor una dirección.", todo: again },

  // the person
  no_user: {
    said: "Ningún usuario tiene esta dirección.",
    todo: "añada un usuario con esta dirección o ejecute la prueba con la cuenta que usted conoce. Las demás no tienen acceso.",
  },
  user_inactive: {
    said: "El usuario con esta dirección no está activo.",
    todo: "active al usuario si puede iniciar sesión.",
  },
  ambiguous: { said: "Varios usuarios tienen esta dirección.", todo: again },
  already_linked_other: {
    said: "El usuario con esta dirección tiene conectada otra cuenta de {provider}.",
    todo: "revise las cuentas del usuario y desconecte la antigua si ya no es suya.",
  },
} as const;

export const texts = { checks, calls, findings } as const satisfies Translation<typeof en>;
