import type { components } from "../api/schema.gen.ts";
import type { SignName } from "../ui/result-icons.tsx";

type Schemas = components["schemas"];
export type Mail = Schemas["Mail"];
export type MailState = Schemas["MailState"];

/** The states in the order of their numbers. */
export const mailStates = ["sent", "waiting", "failed"] as const satisfies MailState[];

/** The sign and the colour of each state. */
export const mailLooks: Record<MailState, { sign: SignName; tone: "on" | "test" | "bad" }> = {
  sent: { sign: "passed", tone: "on" },
  waiting: { sign: "open", tone: "test" },
  failed: { sign: "failed", tone: "bad" },
};
