import { startDeployment } from "../e2e/deployment";

/** The provider and the product of the other journeys, on the embedded database. */
export default () => startDeployment({ sqlite: undefined });
