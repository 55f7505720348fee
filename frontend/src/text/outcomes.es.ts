import type { texts as en } from "./outcomes.en.ts";
import type { Translation } from "./translation.ts";

/** Who an account would be: the reader, somebody else, or nobody who may be named. */
const wouldBe = {
  linked: {
    me: "Iniciaría sesión como usted, {name}.",
    other: "Iniciaría sesión como {name}.",
    nobody: "Iniciaría sesión como uno de sus usuarios.",
  },
  silent: {
    me: "Se conectaría a usted, {name}, en el primer inicio de sesión.",
    other: "Se conectaría a {name} en el primer inicio de sesión.",
    nobody: "Se conectaría en el primer inicio de sesión.",
  },
  ask: {
    me: "Se le pediría una vez a usted, {name}, que confirme aquí que la cuenta es suya.",
    other: "Se le pediría una vez a {name} que confirme aquí que la cuenta es suya.",
    nobody: "Se pediría una vez confirmar aquí la propiedad de una cuenta.",
  },
  refused: {
    me: "A usted, {name}, se le rechazaría.",
    other: "Se rechazaría a {name}.",
    nobody: "Se rechazaría.",
  },
} as const;

const confirmAll = "Su política pregunta una vez a todas las personas.";
const profileOnly = "Su política solo permite conectar la cuenta desde el perfil.";

/** Why, by the reason or the code of an outcome. */
const reasons = {
  super_admin: "A los superadministradores siempre se les pregunta una vez.",
  disconnected: "Esta cuenta se desconectó una vez; por eso se pide una prueba.",
  policy_confirm: confirmAll,
  confirm: confirmAll,
  profile_only: profileOnly,
  link_in_profile_first: profileOnly,
  personal_address: "Una dirección privada.",
  outside_lock: "La dirección está fuera de lo que usted restringió: {locked}.",
  no_hosted_domain: "La cuenta no pertenece a ningún Workspace.",
  other_hosted_domain: "La dirección está en un dominio distinto del dominio del Workspace.",
  no_email: "No hay ninguna dirección por la que reconocer a la persona.",
  email_missing: "{provider} no comparte ninguna dirección.",
  email_not_verified: "{provider} no verifica la dirección.",
  email_verified_text: "{provider} no verifica la dirección.",
  email_verified_other: "{provider} no verifica la dirección.",
  tenant_not_locked: "No hay ningún inquilino restringido, así que {provider} no verifica ninguna dirección.",
  other_tenant: "La cuenta pertenece a un inquilino que no está en la restricción.",
  guest_account: "Un invitado en el directorio.",
  domain_owner_not_verified: "Nadie verificó el dominio de la dirección en {provider}.",
  domain_not_verified: "Usted no ha verificado aquí el dominio de la dirección.",
  unknown_provider: "No sabemos cómo verifica este proveedor una dirección.",
  weak_proof: "{provider} no verifica la dirección.",
  already_linked_other: "Ya tiene conectada otra cuenta de {provider}.",
  user_inactive: "El usuario no está activo.",
  no_user: "Ningún usuario tiene esta dirección.",
  ambiguous: "Varios usuarios tienen esta dirección.",
  wrong_tenant: "La cuenta pertenece a un inquilino que no está en la restricción.",
  wrong_hosted_domain: "La cuenta pertenece a un dominio que no está en la restricción.",
  no_proof:
    "Tendría que confirmar una vez que la cuenta es suya, pero no tiene contraseña y esta instalación no envía códigos por correo.",
  password_is_no_proof:
    "Tendría que confirmar una vez que la cuenta es suya. Aquí no basta una contraseña y esta instalación no envía códigos por correo.",
  no_address_to_prove:
    "Tendría que confirmar una vez que la cuenta es suya, pero {provider} no comparte ninguna dirección.",
  no_test: "Ninguna prueba superada de esta versión muestra cómo describe {provider} una cuenta así.",
  domain_unseen:
    "Ninguna prueba, cuenta conectada ni dominio verificado indica a dónde pertenecen las cuentas de este dominio de correo.",
  other_application:
    "Conectada por medio de otra aplicación. El próximo inicio de sesión muestra si {provider} aún reconoce la cuenta.",
} as const;

export const texts = { wouldBe, reasons } as const satisfies Translation<typeof en>;
