import type { texts as en } from "./sightings.en.ts";
import type { Translation } from "./translation.ts";

/** What a provider may show on its own page, and what to do then, said after "Qué hacer:" (spec S10). */
export const texts = {
  redirect: {
    label: "El URI de redirección no coincide",
    todo: "añada exactamente este URI de redirección a la aplicación, en la plataforma Web. Basta una barra de más o de menos para que falle.",
  },
  client: {
    label: "La aplicación o el cliente no se conoce",
    todo: "compare el ID de cliente y, con Microsoft, el ID de inquilino con los de la página de la propia aplicación. Guarde lo que sea diferente.",
  },
  assigned: {
    label: "La persona no está asignada a la aplicación",
    todo: "en Entra, abra Aplicaciones empresariales (Enterprise applications), busque este ID de cliente y añada a la persona o a su grupo en Usuarios y grupos (Users and groups).",
  },
  directory: {
    label: "La cuenta está en otro directorio",
    todo: "use una cuenta del inquilino siguiente. Si la aplicación es para un solo directorio, su ID de inquilino debe guardarse aquí.",
  },
  consent: {
    label: "Un administrador debe dar su aprobación",
    todo: "abra el registro de aplicación que tiene este ID de cliente, vaya a Permisos de API (API permissions) y conceda el consentimiento de administrador para openid, profile y email.",
  },
  blocked: {
    label: "El acceso está bloqueado",
    todo: "averigüe qué regla impide el acceso a la cuenta. Con Google: use una cuenta del Workspace, establezca el público como Interno (Internal) y marque este ID de cliente como de confianza en la consola de administración. Con Microsoft: el registro de inicios de sesión de Entra indica la directiva.",
  },
  other: {
    label: "Otra cosa",
    todo: "busque en la ayuda del proveedor el código que muestra la página y compare todos estos valores con la aplicación.",
  },
} as const satisfies Translation<typeof en>;
