import type { components } from "../api/schema.gen.ts";

export type Policy = components["schemas"]["SignInPolicy"];
export type PolicyChange = components["schemas"]["PolicyChange"];

/** What the form holds: numbers as they are typed. */
export interface Draft {
  idle: string;
  absolute: string;
  contactText: string;
  logDays: string;
  auditDays: string;
  straightToProvider: boolean;
  firstSignIn: Policy["firstSignIn"];
}

/** The limits of the contract. */
export const limits = { idle: [30, 480], absolute: [30, 720], logDays: [7, 730], auditDays: [180, 3650] } as const;
export type NumberField = keyof typeof limits;

/** The form for a policy. */
export function draftOf(policy: Policy): Draft {
  return {
    idle: String(policy.sessionIdleMinutes),
    absolute: String(policy.sessionAbsoluteMinutes),
    contactText: policy.contactText,
    logDays: String(policy.logDays),
    auditDays: String(policy.auditDays),
    straightToProvider: policy.straightToProvider,
    firstSignIn: policy.firstSignIn,
  };
}

/** The fields whose number is none, or outside of its limits. */
export function wrongIn(draft: Draft): NumberField[] {
  return (Object.keys(limits) as NumberField[]).filter((field) => {
    const [from, to] = limits[field];
    const text = draft[field].trim();
    return !/^\d{1,4}$/.test(text) || Number(text) < from || Number(text) > to;
  });
}

/** What differs from the policy; only that is sent. Null if nothing does. */
export function changeOf(draft: Draft, before: Policy): PolicyChange | null {
  const firstSignIn = draft.firstSignIn
    .filter((one, index) => JSON.stringify(one) !== JSON.stringify(before.firstSignIn[index]))
    .map(({ connectionId, linking, weakProof, differentEmail }) => ({
      connectionId,
      linking,
      weakProof,
      differentEmail,
    }));
  const change: PolicyChange = {
    ...(Number(draft.idle) !== before.sessionIdleMinutes && { sessionIdleMinutes: Number(draft.idle) }),
    ...(Number(draft.absolute) !== before.sessionAbsoluteMinutes && { sessionAbsoluteMinutes: Number(draft.absolute) }),
    ...(draft.contactText.trim() !== before.contactText && { contactText: draft.contactText.trim() }),
    ...(Number(draft.logDays) !== before.logDays && { logDays: Number(draft.logDays) }),
    ...(Number(draft.auditDays) !== before.auditDays && { auditDays: Number(draft.auditDays) }),
    ...(draft.straightToProvider !== before.straightToProvider && { straightToProvider: draft.straightToProvider }),
    ...(firstSignIn.length > 0 && { firstSignIn }),
  };
  return Object.keys(change).length > 0 ? change : null;
}
