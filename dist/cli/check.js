import { d as writeJsonText, l as runCheck, u as showOutcome } from "./core.js";

export { runCheck };