import { En as shortRunFlags, Tn as prepareShortRun, wn as noteTextRead } from "./core.js";

export { prepareShortRun };