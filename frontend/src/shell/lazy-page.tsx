import { type ComponentType, lazy } from "react";

/** Says that the code of a page did not come. React would remember that for ever; `forget` has it asked for anew. */
export class NotLoaded extends Error {
  constructor(
    cause: unknown,
    readonly forget: () => void,
  ) {
    super("the code of a page did not come", { cause });
  }
}

/** A page that can fetch its code ahead. */
export type LazyPage = ComponentType & { ahead?: () => void };

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
  let Page = fetched();
  // Whether it came is seen when the page is shown.
  return Object.assign(() => <Page />, { ahead: () => void load().catch(() => {}) });
}
