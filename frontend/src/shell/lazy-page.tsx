import { type ComponentType, lazy, useState } from "react";

/** Says that the code of a page did not come. React would remember that for ever; `forget` has it asked for anew. */
export class NotLoaded extends Error {
  constructor(
    cause: unknown,
    readonly forget: () => void,
  ) {
    super("the code of a page did not come", { cause });
  }
}

/** A page that can fetch its code ahead, and says when it came. */
export type LazyPage = ComponentType & { ahead: () => Promise<void> };

/** A page whose code is fetched when somebody opens it, or ahead of that. */
export function lazyPage(load: () => Promise<ComponentType>): LazyPage {
  const fetched = () =>
    lazy(async () => {
      try {
        return { default: await load() };
      } catch (error) {
        throw new NotLoaded(error, () => {
          Page = fetched();
        });
      }
    });
  let Page: ComponentType = fetched();
  const keep = (page: ComponentType) => {
    Page = page;
  };
  const Chosen = () => {
    // What came ahead needs no waiting; the one that is shown stays the same while it is.
    const [Shown] = useState(() => Page);
    return <Shown />;
  };
  // Whether it came is seen when the page is shown.
  return Object.assign(Chosen, { ahead: () => load().then(keep, () => {}) });
}
