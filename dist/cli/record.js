import { a as runRecord } from "./core.js";

export { runRecord };