import { Dn as shortRunFlags, En as prepareShortRun, Tn as noteTextRead, wn as holdNewSpace } from "./core.js";

export { prepareShortRun };