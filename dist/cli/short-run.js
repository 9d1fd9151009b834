import { n as shortRunFlags, t as prepareShortRun } from "./core.js";

export { prepareShortRun };