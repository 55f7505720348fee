import type { texts as en } from "./field-errors.en.ts";
import type { Translation } from "./translation.ts";

const check = "Revise este campo.";

/** What is wrong with a field of the app, by code. A page that knows more says it itself. */
export const texts = {
  required: "Rellene este campo.",
  unknown: check,
  duplicate: check,
  type: check,
  format: check,
  too_short: "Es demasiado corto.",
  too_long: "Es demasiado largo.",
  out_of_range: "Está fuera de los límites.",
  taken: "Ya está en uso.",
  invalid: check,
  secret_id: "Parece el ID del secreto. Copie su valor.",
  other_provider: "Corresponde a otro proveedor.",
  needs_secret: "Introduzca también el secreto.",
  public_domain: "Nadie puede reclamar este dominio: cualquiera puede tener una dirección en él.",
  too_weak: "Es demasiado fácil de adivinar.",
  own_login: "Esto es con lo que usted inicia sesión aquí. Escriba lo del proveedor.",
  unresolved: "No pudimos encontrarlo.",
} as const satisfies Translation<typeof en>;
