import type { texts as en } from "./domains.en.ts";
import type { Translation } from "./translation.ts";

/** What the page of the verified domains adds to app.es.ts. */
export const texts = {
  "domains.title": "Dominios verificados",
  "domains.sentence":
    "Las personas encuentran su página de inicio de sesión con un correo electrónico de trabajo de un dominio que usted haya verificado. La verificación también permite que una cuenta de un proveedor genérico con una dirección de ese dominio se conecte a su persona sin preguntar.",
  "domains.crumbs": "Dónde se encuentra",
  "domains.settings": "Configuración de SSO",
  "domains.again": "Reintentar",
  "domains.loading": "Cargando...",
  "domains.list": "Dominios",
  "domains.none": "Aún no hay dominios",
  "domains.none-why":
    "Añada el dominio de sus direcciones de correo electrónico y publique después en su DNS el registro que le damos.",
  "domains.add": "Añadir un dominio",
  "domains.adding": "Añadiendo...",
  "domains.added": "Se añadió {domain}. Publique su registro y compruébelo después.",
  "domains.name": "Dominio",
  "domains.hint": "La parte de sus direcciones que sigue a la @, como acme.example.",
  "domains.public": "Nadie puede reclamar este dominio: cualquiera puede tener una dirección en él.",
  "domains.wrong": "Introduzca un dominio, como acme.example.",
  "domains.taken": "Este dominio ya está en la lista.",

  "state.pending": "En espera del registro",
  "state.pending-why": "El dominio cuenta en cuanto encontramos el registro. El DNS puede necesitar algunas horas.",
  "state.verified": "Verificado",
  "state.verified-why":
    "Verificado {when}. Volvemos a comprobarlo todos los días, así que deje el registro donde está.",
  "state.lost": "Perdido",
  "state.lost-why": "El registro faltó durante tres días, así que el dominio no cuenta. Vuelva a publicarlo.",
  "result.found": "Comprobado por última vez {when}: el registro está presente.",
  "result.not_found": "Comprobado por última vez {when}: ese registro no existe.",
  "result.other_value": "Comprobado por última vez {when}: hay un registro con otro valor.",
  "result.dns_failed": "Comprobado por última vez {when}: el DNS del dominio no respondió.",
  "result.never": "Aún sin comprobar.",
  "record.show": "El registro que debe publicar",
  "record.type": "Tipo",
  "record.name": "Nombre",
  "record.value": "Valor",
  "check.now": "Comprobar ahora",
  "check.busy": "Comprobando...",
  "check.wait": "Espere diez segundos entre dos comprobaciones.",
  "remove.open": "Quitar",
  "remove.title": "¿Quitar {domain}?",
  "remove.why":
    "Las personas con direcciones de este dominio ya no encontrarán su página de inicio de sesión con el correo electrónico y, cuando un proveedor dependa del dominio, este ya no verificará sus direcciones.",
  "remove.busy": "Quitando...",
  "remove.done": "Se quitó {domain}.",
} as const satisfies Translation<typeof en>;
