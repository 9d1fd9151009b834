import { c as runCount } from "./core.js";

export { runCount };