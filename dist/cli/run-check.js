import { d as withMeans, f as writeJsonText, l as runCheck, u as showOutcome } from "./core.js";

export { runCheck };