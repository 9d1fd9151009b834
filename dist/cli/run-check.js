import { d as showOutcome, f as withMeans, p as writeJsonText, u as runCheck } from "./core.js";

export { runCheck };