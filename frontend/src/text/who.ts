import { say } from "./app.ts";

/** Who did something: a person's name, or in words which of the actors that are no people (openapi.yaml, ActorName). */
export function who(name: string): string {
  if (name === "The operator" || name === "operator") return say("who.operator");
  if (name === "A set-up link" || name === "guest") return say("who.guest");
  return name === "The system" || name === "system" ? say("who.system") : name;
}
