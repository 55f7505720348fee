import type { Translation } from "../translation.ts";
import type { texts as en } from "./refused.en.ts";

/** What the page of a sign-in that did not finish adds to login.es.ts. */
export const texts = {
  "refused.page": "Inicio de sesión no completado",
  "refused.cancelled": "Inicio de sesión cancelado",
  "refused.user": "Usuario no autorizado",
  "refused.ours": "Algo falló",
  "refused.generic": "No pudimos completar el inicio de sesión.",
  "refused.some-org": "su organización",
  "refused.next": "Qué hacer ahora",
  "refused.add": "Pida a su administrador que le añada y indíquele esta referencia. Con ella puede ver lo que ocurrió.",
  "refused.ask": "Consulte a su administrador y indíquele esta referencia. Con ella puede ver lo que ocurrió.",
  "refused.again": "Vuelva al inicio de sesión y empiece de nuevo.",
  "refused.again-password": "Vuelva a intentarlo o inicie sesión de otra forma.",
  "refused.wait": "Espere un minuto y vuelva a intentarlo o inicie sesión de otra forma.",
  "refused.account": "Elija la cuenta que usa para el trabajo en {org}.",
  "refused.sign-out":
    "Si {provider} no le dejó elegir una cuenta, cierre antes la sesión en {provider}. Después use aquí otra cuenta.",
  "refused.cookies": "Permita las cookies de este sitio y empiece de nuevo en este navegador.",
  "refused.profile": "Vuelva al inicio de sesión y use su contraseña.",
  "refused.tell": "Vuelva a intentarlo. Si ocurre otra vez, indique esta referencia a su administrador.",
  "refused.back": "Volver al inicio de sesión",
  "refused.reach": "Cómo contactar con su administrador",
  "reference.label": "Referencia",
  "reference.copy": "Copiar",
  "reference.copied": "Copiada",
  "reference.said": "Referencia copiada",
  "reference.selected": "Referencia seleccionada. Cópiela con el teclado.",
} as const satisfies Translation<typeof en>;
