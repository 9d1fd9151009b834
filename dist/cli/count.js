import { o as runCount } from "./core.js";

export { runCount };