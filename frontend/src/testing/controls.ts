import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";

/** Presses a button as soon as it is there. */
export const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));

/** What is in a dialog, as soon as it is open. */
export const dialog = async (name: string) => within(await screen.findByRole("dialog", { name }));
