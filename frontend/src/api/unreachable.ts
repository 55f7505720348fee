import type { Refusal } from "./problem.ts";

/** The refusal when no answer came at all. */
export const unreachable: Refusal = { code: "network", fields: {} };
