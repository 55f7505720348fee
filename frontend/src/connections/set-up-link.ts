import type { components } from "../api/schema.gen.ts";
import type { Connection } from "./states.ts";

export type SetUpLink = components["schemas"]["SetupLink"];
export type MadeSetUpLink = components["schemas"]["MadeSetupLink"];

export const setUpLinks = "/api/v1/organizations/{organization}/connections/{connectionId}/setup-links";

/** What a dialog about the links of a connection is opened with. */
export interface LinkDialogProps {
  connection: Connection;
  onClose: () => void;
}
