import { t as prepareShortRun } from "./core.js";

export { prepareShortRun };