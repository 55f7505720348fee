import type { texts as en } from "./provider-codes.en.ts";
import type { Translation } from "./translation.ts";

/** Who is to act, said before what to do. */
const menders = {
  person: "Qué debe hacer la persona:",
  super_admin: "Qué debe hacer usted, aquí:",
  provider_admin: "Qué debe hacer el administrador en el proveedor:",
} as const;

/** What the hint is, to screen readers. */
const hint = "Qué significa el código";

const signInAgain = "volver a empezar desde la página de inicio de sesión.";
const compareIds =
  "comparar el ID de cliente y el ID de inquilino con la página Información general (Overview) del registro de aplicación.";
const registerUri = "copiar el URI de redirección de la conexión y añadirlo en el proveedor, carácter por carácter.";
const newSecret = "crear un secreto de cliente nuevo en el proveedor y guardar su valor en la conexión.";
const grantConsent =
  "abrir el registro de aplicación, ir a Permisos de API (API permissions) y conceder el consentimiento de administrador para openid, profile y email.";
const readPolicy =
  "consultar este inicio de sesión en el registro de inicios de sesión de Entra, que indica la directiva de acceso condicional. Cambiar la directiva o cumplirla.";
const finishSecondFactor = "volver a empezar y completar lo que Microsoft solicita.";
const webApplication = "registrarla como aplicación web que usa el código de autorización.";
const onlyOurs = "dejar solo openid, profile y email en Permisos de API (API permissions).";
const statusPage = "Si persiste, consultar la página de estado del proveedor.";
const managedComputer = "usar el equipo que administra su empresa.";
const proxyChanges =
  "ejecutar la prueba de nuevo. Si persiste, preguntar al operador si un proxy modifica las solicitudes.";

const secondFactorDemanded = "El directorio exige uno.";
const noConsentYet = "Nadie ha aceptado aún que esta aplicación pueda leer el nombre y la dirección.";

/** What the codes of Google, Microsoft and OAuth mean in sign-ins of this kind. */
const codes = {
  // RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core 1.0, section 3.1.2.6
  access_denied: {
    title: "Se denegó el acceso",
    why: "La persona pulsó Cancelar, rechazó lo que se le pedía o una regla del proveedor le impide el acceso.",
    fix: "volver a intentarlo. Si muchas personas ven esto, el administrador del proveedor concede el consentimiento o cambia la regla.",
  },
  invalid_request: {
    title: "El proveedor no entendió la solicitud",
    why: "Un valor de la solicitud falta o no está permitido. Casi siempre la dirección del proveedor es incorrecta.",
    fix: "comparar el ID de cliente, el inquilino y el URI de redirección de la conexión con la aplicación en el proveedor.",
  },
  unauthorized_client: {
    title: "La aplicación no puede iniciar la sesión de personas de esta forma",
    why: "El secreto o el ID de cliente pueden ser incorrectos. O la aplicación en el proveedor es de otro tipo, está desactivada o pertenece a otro directorio.",
    fix: "Introduzca de nuevo el secreto de cliente y compare el ID de cliente. Si ambos son correctos, regístrela como aplicación web que usa el código de autorización.",
  },
  unsupported_response_type: {
    title: "La aplicación no puede usar el código de autorización",
    why: "El proveedor solo permite otro tipo de respuesta.",
    fix: webApplication,
  },
  unsupported_grant_type: {
    title: "La aplicación no puede canjear un código de autorización",
    why: "El proveedor solo permite otro tipo de concesión.",
    fix: webApplication,
  },
  invalid_scope: {
    title: "Un permiso no está autorizado",
    why: "Solicitamos openid, email y profile. El proveedor no permite que esta aplicación los tenga todos.",
    fix: "permitir openid, email y profile para la aplicación.",
  },
  server_error: {
    title: "El proveedor tuvo un fallo",
    why: "Algo falló por parte del proveedor.",
    fix: `volver a intentarlo. ${statusPage}`,
  },
  temporarily_unavailable: {
    title: "El proveedor está ocupado o fuera de servicio",
    why: "El proveedor no puede responder en este momento.",
    fix: `volver a intentarlo dentro de unos minutos. ${statusPage}`,
  },
  login_required: {
    title: "La persona tiene que iniciar sesión en el proveedor",
    why: "Nadie ha iniciado sesión allí.",
    fix: signInAgain,
  },
  interaction_required: {
    title: "El proveedor quiere preguntar algo a la persona",
    why: "No pudo terminar sin mostrar una página.",
    fix: signInAgain,
  },
  account_selection_required: {
    title: "La persona tiene que elegir una cuenta",
    why: "Hay varias cuentas con la sesión iniciada en el proveedor.",
    fix: "volver a empezar y elegir la cuenta de trabajo.",
  },
  consent_required: {
    title: "Falta el consentimiento",
    why: noConsentYet,
    fix: "conceder el consentimiento para todas las personas en el proveedor.",
  },
  invalid_client: {
    title: "El proveedor no acepta la aplicación",
    why: "El ID de cliente no se conoce allí o el secreto de cliente es incorrecto.",
    fix: "introducir de nuevo el valor del secreto de cliente o crear uno nuevo en el proveedor; comparar después el ID de cliente.",
  },
  invalid_grant: {
    title: "El proveedor ya no acepta el código",
    why: "El código es demasiado antiguo, ya se usó o pertenece a otro URI de redirección.",
    fix: signInAgain,
  },
  redirect_uri_mismatch: {
    title: "El URI de redirección no está registrado",
    why: "La dirección a la que enviamos de vuelta a las personas no está en la lista de la aplicación. Basta una barra de más o de menos.",
    fix: registerUri,
  },

  // Google
  org_internal: {
    title: "Solo pueden usarla las cuentas de la organización",
    why: "La aplicación en Google es interna (Internal) y esta cuenta es ajena a su Workspace.",
    fix: "usar la cuenta de su Workspace.",
  },
  admin_policy_enforced: {
    title: "Una regla del Workspace bloquea la aplicación",
    why: "Un administrador de Workspace solo permite las aplicaciones elegidas.",
    fix: "en la consola de administración de Google, ir a Seguridad (Security), Controles de API (API controls), y marcar este ID de cliente como de confianza.",
  },
  disallowed_useragent: {
    title: "Google no permite este navegador",
    why: "La página se abrió dentro de otra aplicación, lo que Google rechaza.",
    fix: "abrir la página de inicio de sesión en un navegador propiamente dicho, como Chrome, Safari o Firefox.",
  },
  deleted_client: {
    title: "El cliente se eliminó",
    why: "Alguien eliminó este cliente en Google.",
    fix: "crear un cliente nuevo en Google y guardar su ID de cliente y su secreto en la conexión.",
  },
  disabled_client: {
    title: "El cliente está inhabilitado",
    why: "Alguien inhabilitó este cliente en Google, o lo hizo Google.",
    fix: "habilitarlo en la consola de Google Cloud o crear uno nuevo.",
  },
  access_blocked: {
    title: "Google bloquea la aplicación",
    why: "La aplicación está en fase de prueba o una regla del Workspace no confía en ella.",
    fix: "establecer el público como Interno (Internal) o marcar este ID de cliente como de confianza en la consola de administración de Google.",
  },

  // Microsoft Entra: the account
  AADSTS16000: {
    title: "La persona tiene que elegir una cuenta",
    why: "Hay varias cuentas con la sesión iniciada, o esta no está en el directorio.",
    fix: "volver a empezar y elegir la cuenta de trabajo.",
  },
  AADSTS50020: {
    title: "La cuenta no está en este directorio",
    why: "Es una cuenta personal o de otra empresa que no figura aquí como invitada.",
    fix: "usar la cuenta de este directorio. Si el otro directorio también es suyo, añadir su inquilino a la restricción.",
  },
  AADSTS50034: {
    title: "Esa cuenta no existe en el directorio",
    why: "La dirección está mal escrita o la cuenta está en otro directorio.",
    fix: "comprobar la dirección o usar otra cuenta.",
  },
  AADSTS50053: {
    title: "La cuenta está bloqueada durante un tiempo",
    why: "Hubo demasiadas contraseñas incorrectas o llegaron desde una dirección en la que Microsoft no confía.",
    fix: "esperar unos minutos y volver a intentarlo. El administrador del directorio puede desbloquearla.",
  },
  AADSTS50055: {
    title: "La contraseña ha caducado",
    why: "El directorio exige una contraseña nueva.",
    fix: "cambiar la contraseña en Microsoft y volver a empezar.",
  },
  AADSTS50057: {
    title: "La cuenta está deshabilitada",
    why: "Alguien deshabilitó esta cuenta en el directorio.",
    fix: "habilitar la cuenta en Entra si la persona puede iniciar sesión.",
  },
  AADSTS50058: {
    title: "Nadie ha iniciado sesión en Microsoft",
    why: "La sesión allí ha terminado.",
    fix: signInAgain,
  },
  AADSTS50126: {
    title: "Dirección o contraseña incorrectas",
    why: "Microsoft no aceptó lo que se escribió.",
    fix: "escribirlas de nuevo o restablecer la contraseña en Microsoft.",
  },
  AADSTS50132: {
    title: "La sesión en Microsoft ha terminado",
    why: "Se cerró allí o ha caducado.",
    fix: signInAgain,
  },
  AADSTS50133: {
    title: "La sesión en Microsoft ha terminado",
    why: "La contraseña se cambió o ha caducado.",
    fix: signInAgain,
  },
  AADSTS50140: {
    title: "Microsoft preguntó si se debía mantener la sesión iniciada",
    why: "La pregunta no se respondió.",
    fix: "volver a empezar y responderla.",
  },
  AADSTS50144: {
    title: "La contraseña ha caducado",
    why: "La contraseña de la red de la empresa ha caducado.",
    fix: "cambiarla como indica su empresa y volver a empezar.",
  },
  AADSTS50173: {
    title: "Microsoft exige un nuevo inicio de sesión",
    why: "Desde el último, se cambió la contraseña o se cerraron sesiones.",
    fix: signInAgain,
  },
  AADSTS51004: {
    title: "Esa cuenta no existe en el directorio",
    why: "La cuenta no está en este directorio.",
    fix: "usar la cuenta de este directorio o pedir que se añada allí como invitada.",
  },
  AADSTS90072: {
    title: "La cuenta es ajena al directorio",
    why: "Tiene la sesión iniciada en Microsoft, pero el directorio no la conoce como invitada.",
    fix: "cerrar la sesión en Microsoft y usar la cuenta de este directorio.",
  },

  // Microsoft Entra: more than a password
  AADSTS50072: {
    title: "Es necesario configurar un segundo factor",
    why: secondFactorDemanded,
    fix: finishSecondFactor,
  },
  AADSTS50074: {
    title: "El segundo factor no se completó",
    why: secondFactorDemanded,
    fix: finishSecondFactor,
  },
  AADSTS50076: {
    title: "Se necesita un segundo factor",
    why: "El lugar o una regla nueva del directorio exige uno.",
    fix: finishSecondFactor,
  },
  AADSTS50079: {
    title: "Es necesario configurar un segundo factor",
    why: secondFactorDemanded,
    fix: finishSecondFactor,
  },
  AADSTS50097: {
    title: "El dispositivo tiene que identificarse",
    why: "El directorio solo da acceso a dispositivos conocidos.",
    fix: managedComputer,
  },
  AADSTS50129: {
    title: "El dispositivo no está unido",
    why: "El directorio solo da acceso a dispositivos unidos.",
    fix: managedComputer,
  },
  AADSTS50131: {
    title: "Una regla del directorio bloqueó el inicio de sesión",
    why: "El dispositivo, el lugar o la forma de iniciar sesión no cumple una directiva de acceso condicional.",
    fix: readPolicy,
  },
  AADSTS50158: {
    title: "Una comprobación adicional no se completó",
    why: "El directorio exige una comprobación de otro servicio.",
    fix: "volver a empezar y completar todos los pasos.",
  },
  AADSTS53000: {
    title: "El dispositivo no cumple las reglas",
    why: "El directorio solo da acceso a dispositivos administrados y en buen estado.",
    fix: "usar el equipo que administra su empresa o corregirlo como indica el portal de empresa.",
  },
  AADSTS53001: {
    title: "El dispositivo no está unido a la empresa",
    why: "El directorio solo da acceso a dispositivos unidos.",
    fix: managedComputer,
  },
  AADSTS53002: {
    title: "El navegador o la aplicación no cuenta con aprobación",
    why: "Una directiva de acceso condicional solo permite aplicaciones aprobadas.",
    fix: readPolicy,
  },
  AADSTS53003: {
    title: "Una regla del directorio bloqueó el inicio de sesión",
    why: "Una directiva de acceso condicional no lo permite.",
    fix: readPolicy,
  },
  AADSTS53004: {
    title: "El segundo factor no se puede configurar ahora",
    why: "Microsoft observó algo sospechoso y bloquea la configuración.",
    fix: "permitir que la persona lo configure desde un lugar de confianza o darle un Pase de acceso temporal (Temporary Access Pass).",
  },
  AADSTS53011: {
    title: "La cuenta está bloqueada por riesgo",
    why: "Microsoft detectó algo sospechoso y una regla del directorio bloquea la cuenta.",
    fix: "en Entra, Protección de identidad (Identity Protection), consultar el riesgo de este usuario y corregirlo.",
  },
  AADSTS500021: {
    title: "La red solo permite otros directorios",
    why: "Las restricciones de inquilino de la red de la empresa bloquean este directorio.",
    fix: "añadir el directorio a los permitidos.",
  },

  // Microsoft Entra: the application
  AADSTS50011: {
    title: "El URI de redirección no está registrado",
    why: "La dirección a la que enviamos de vuelta a las personas no está en el registro de aplicación. Basta una barra de más o de menos.",
    fix: registerUri,
  },
  AADSTS50105: {
    title: "La persona no está asignada a la aplicación",
    why: "La aplicación empresarial solo da acceso a personas asignadas.",
    fix: "en Entra, ir a Aplicaciones empresariales (Enterprise applications), Usuarios y grupos (Users and groups), y añadir a la persona o a su grupo, o desactivar la asignación.",
  },
  AADSTS50194: {
    title: "La aplicación es para un solo directorio",
    why: "Se solicitó para cualquier directorio, porque la conexión no indica ningún inquilino.",
    fix: "guardar en la conexión el ID de inquilino del registro de aplicación.",
  },
  AADSTS65001: {
    title: "Falta el consentimiento",
    why: noConsentYet,
    fix: grantConsent,
  },
  AADSTS65004: {
    title: "La persona no aceptó",
    why: "No aceptó que la aplicación pueda leer el nombre y la dirección.",
    fix: "volver a intentarlo y aceptar, o pedir al administrador del directorio que conceda el consentimiento para todas las personas.",
  },
  AADSTS65005: {
    title: "Los permisos de la aplicación son incorrectos",
    why: "Solicita algo que este directorio no tiene.",
    fix: onlyOurs,
  },
  AADSTS650052: {
    title: "La aplicación solicita un servicio que no existe",
    why: "Un permiso pertenece a un servicio que este directorio no tiene.",
    fix: onlyOurs,
  },
  AADSTS650056: {
    title: "Los permisos de la aplicación son incorrectos",
    why: "Faltan permisos o no se concedió el consentimiento para ellos.",
    fix: grantConsent,
  },
  AADSTS70001: {
    title: "La aplicación no está en este directorio",
    why: "El ID de cliente es incorrecto o el inquilino es otro.",
    fix: compareIds,
  },
  AADSTS70011: {
    title: "Un permiso no está autorizado",
    why: "Solicitamos openid, email y profile.",
    fix: "permitir estos tres para la aplicación.",
  },
  AADSTS700016: {
    title: "La aplicación no está en este directorio",
    why: "El ID de cliente está mal escrito, la aplicación se eliminó o el inquilino es otro.",
    fix: compareIds,
  },
  AADSTS700025: {
    title: "La aplicación está registrada como pública",
    why: "Los clientes públicos no tienen secreto.",
    fix: "quitar la plataforma pública y añadir la plataforma Web con nuestro URI de redirección.",
  },
  AADSTS700051: {
    title: "El tipo de respuesta no está habilitado",
    why: "La aplicación no puede responder de la forma solicitada.",
    fix: "registrar el URI de redirección en la plataforma Web.",
  },
  AADSTS700054: {
    title: "El tipo de respuesta no está habilitado",
    why: "La aplicación no puede responder de la forma solicitada.",
    fix: "registrar el URI de redirección en la plataforma Web.",
  },
  AADSTS7000112: {
    title: "La aplicación está deshabilitada",
    why: "Alguien la deshabilitó en el directorio, o lo hizo Microsoft.",
    fix: "en Entra, ir a Aplicaciones empresariales (Enterprise applications), Propiedades (Properties), y permitir que las personas inicien sesión.",
  },
  AADSTS7000215: {
    title: "El secreto de cliente es incorrecto",
    why: "Casi siempre se copió el ID del secreto en lugar de su valor.",
    fix: newSecret,
  },
  AADSTS7000218: {
    title: "Falta el secreto de cliente",
    why: "Microsoft no recibió ningún secreto nuestro.",
    fix: "volver a guardar el secreto de cliente en la conexión.",
  },
  AADSTS7000222: {
    title: "El secreto de cliente ha caducado",
    why: "Los secretos de Entra duran dos años como máximo.",
    fix: newSecret,
  },
  AADSTS9002326: {
    title: "El URI de redirección está en la plataforma incorrecta",
    why: "Está registrado para una aplicación de página única.",
    fix: "mover el URI de redirección a la plataforma Web.",
  },
  AADSTS9002327: {
    title: "El URI de redirección está en la plataforma incorrecta",
    why: "Está registrado para una aplicación de página única, cuyos códigos no puede canjear un servidor.",
    fix: "mover el URI de redirección a la plataforma Web.",
  },
  AADSTS500112: {
    title: "El URI de redirección no es el mismo que el de la solicitud",
    why: "Se cambió mientras la persona estaba fuera, o un proxy modifica las solicitudes.",
    fix: signInAgain,
  },
  AADSTS500113: {
    title: "No hay ningún URI de redirección registrado",
    why: "El registro de aplicación no tiene ninguna dirección a la que enviar de vuelta a las personas.",
    fix: registerUri,
  },
  AADSTS90094: {
    title: "Un administrador tiene que conceder el consentimiento",
    why: "Las personas de este directorio no pueden aceptar por sí mismas.",
    fix: grantConsent,
  },
  AADSTS90095: {
    title: "Un administrador tiene que conceder el consentimiento",
    why: "La solicitud de la persona espera la aprobación.",
    fix: "aprobarla en Entra, en Aplicaciones empresariales (Enterprise applications), Solicitudes de consentimiento del administrador (Admin consent requests).",
  },

  // Microsoft Entra: the directory and the request
  AADSTS50001: {
    title: "Un servicio está desactivado en el directorio",
    why: "El directorio no lo conoce o lo desactivó.",
    fix: onlyOurs,
  },
  AADSTS50059: {
    title: "No se indicó ningún directorio",
    why: "Microsoft no pudo determinar de qué directorio se trata.",
    fix: "guardar el ID de inquilino en la conexión.",
  },
  AADSTS50128: {
    title: "No se encontró el directorio",
    why: "Ningún directorio tiene el dominio o el inquilino indicado.",
    fix: compareIds,
  },
  AADSTS90002: {
    title: "No se encontró el directorio",
    why: "El inquilino está mal escrito o el directorio se eliminó.",
    fix: compareIds,
  },
  AADSTS500011: {
    title: "Un servicio no está en el directorio",
    why: "La aplicación solicita un servicio que este directorio no tiene.",
    fix: onlyOurs,
  },
  AADSTS501481: {
    title: "El código pertenece a otro inicio de sesión",
    why: "La prueba que acompaña al código no encaja con él.",
    fix: signInAgain,
  },
  AADSTS54005: {
    title: "El código ya se usó",
    why: "La página se cargó dos veces.",
    fix: signInAgain,
  },
  AADSTS70000: {
    title: "Microsoft ya no acepta el código",
    why: "Es demasiado antiguo o se retiró.",
    fix: signInAgain,
  },
  AADSTS70008: {
    title: "El código ha caducado",
    why: "El inicio de sesión tardó demasiado.",
    fix: signInAgain,
  },
  AADSTS90033: {
    title: "Microsoft tiene un fallo",
    why: "El servicio no está disponible en este momento.",
    fix: "volver a intentarlo dentro de un minuto.",
  },
  AADSTS900144: {
    title: "A la solicitud le falta un valor",
    why: "Una parte de la solicitud se perdió por el camino.",
    fix: proxyChanges,
  },
  AADSTS9002313: {
    title: "Microsoft no entendió la solicitud",
    why: "Una parte de la solicitud se dañó por el camino.",
    fix: proxyChanges,
  },
} as const;

export const texts = { menders, hint, codes } as const satisfies Translation<typeof en>;
