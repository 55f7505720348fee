/** What everybody reads of a brand. */
interface Brand {
  name: string;
  /** What super admins know it by, where that is another name. */
  title?: string;
  /** The text of the link page that says what its accounts are, where they have a name of their own. */
  account?: "link.account.microsoft";
}

/** The brands by key. The sign-in page loads this and nothing else that we know of them: the rest is in their descriptors. */
export const brands: Record<string, Brand | undefined> = {
  google: { name: "Google" },
  microsoft: { name: "Microsoft", title: "Microsoft Entra ID (Office 365)", account: "link.account.microsoft" },
};
