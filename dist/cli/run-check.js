import { c as runCheck, d as writeJsonText, l as showOutcome, u as withMeans } from "./core.js";

export { runCheck };