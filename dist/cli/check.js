import { l as runCheck } from "./core.js";

export { runCheck };