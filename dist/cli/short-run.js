import { Dn as prepareShortRun, En as noteTextRead, On as shortRunFlags, Tn as holdNewSpace } from "./core.js";

export { prepareShortRun };