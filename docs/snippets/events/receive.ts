import { createHmac, timingSafeEqual } from "node:crypto";

export interface LatchkeyEvent {
  type: string;
  timestamp: string;
  data: {
    user?: { id: string; externalId: string | null; email: string; role: string; active: boolean; version: number };
  };
}

/** The event of a message, if it is Latchkey's and new; `body` is what came, unread. The secret begins with whsec_. */
export function readEvent(secret: string, headers: Headers, body: string, now = Date.now()): LatchkeyEvent {
  const id = headers.get("webhook-id") ?? "";
  const sent = headers.get("webhook-timestamp") ?? "";
  if (!(Math.abs(now / 1000 - Number(sent || Number.NaN)) < 300)) throw new Error("too old");
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const want = Buffer.from(`v1,${createHmac("sha256", key).update(`${id}.${sent}.${body}`).digest("base64")}`);
  const signatures = (headers.get("webhook-signature") ?? "").split(" ").map((one) => Buffer.from(one));
  if (!signatures.some((one) => one.length === want.length && timingSafeEqual(one, want)))
    throw new Error("the signature is another's");
  return JSON.parse(body);
}
