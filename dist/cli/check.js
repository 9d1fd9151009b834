import { c as runCheck } from "./core.js";

export { runCheck };