import { a as runCount } from "./core.js";

export { runCount };