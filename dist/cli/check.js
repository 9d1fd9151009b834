import { d as runCheck } from "./core.js";

export { runCheck };