/** How an application is set up at a provider, in one language. The files in connections/guides are read by people of that language. */
export interface Guide {
  title: string;
  console: { name: string; url?: string };
  /** The day on which somebody last followed it; without one it is after the provider's documentation alone. */
  checkedOn?: string;
  steps: Step[];
  /** What to do there when only the secret is to be a new one. */
  newSecret: Step;
}

export interface Step {
  id: string;
  title: string;
  /** Paragraphs; what is to be clicked stands between pairs of asterisks. */
  text: string[];
  /** The part of the form that the step belongs to: "copy" or "paste". */
  part: string;
  /** Values of ours that the step needs, by their names in the contract. */
  copy?: string[];
  /** What usually goes wrong here. */
  mistake?: string;
  /** Whether the way to the console stands here. */
  link?: boolean;
  figure?: Figure;
}

/** A line drawing of the provider's page: its menu at the left, its fields at the right. */
export interface Figure {
  /** What it shows, for those who do not see it. */
  label: string;
  caption?: string;
  /** The entries of the menu from the top; a null is one that does not matter. */
  menu: (string | null)[];
  /** The entry that is open. */
  entry?: string;
  fields: Drawn[];
}

export interface Drawn {
  label: string;
  /** What stands in the field; a name of the copy block in braces is filled in. */
  value: string;
  /** "button" or "choice"; else it is a field. */
  kind?: string;
  /** The one that matters. */
  ringed?: boolean;
}
