import { s as runCount } from "./core.js";

export { runCount };