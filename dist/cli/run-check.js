import { c as openMeans, d as writeJsonText, l as runCheck, u as showOutcome } from "./core.js";

export { runCheck };