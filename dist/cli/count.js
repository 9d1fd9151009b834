import { u as runCount } from "./core.js";

export { runCount };