/** What stands between the values of a list, and between two sentences. */
export const texts = { comma: ", ", gap: " " } as const;
