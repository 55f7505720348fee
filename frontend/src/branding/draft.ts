import type { components } from "../api/schema.gen.ts";

export type Branding = components["schemas"]["Branding"];
export type BrandingChange = components["schemas"]["BrandingChange"];

/** What the form holds. A logo is the data address of a new picture, "" for none, or null while it stays. */
export interface Draft {
  name: string;
  accent: string;
  welcome: string;
  logo: string | null;
}

/** The form for a branding. */
export function draftOf({ name, accent, welcome }: Branding): Draft {
  return { name, accent, welcome, logo: null };
}

/** Whether a text is a colour such as "#7a1f5c". */
export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text.trim());
}

/** What differs from the branding; only that is sent. Null if nothing does. */
export function changeOf(draft: Draft, before: Branding): BrandingChange | null {
  const change: BrandingChange = {
    ...(draft.name.trim() !== before.name && { name: draft.name.trim() }),
    ...(draft.accent.trim().toLowerCase() !== before.accent && { accent: draft.accent.trim() }),
    ...(draft.welcome.trim() !== before.welcome && { welcome: draft.welcome.trim() }),
    ...(draft.logo !== null && { logo: draft.logo.replace(/^data:[^,]*,/, "") }),
  };
  return Object.keys(change).length > 0 ? change : null;
}
