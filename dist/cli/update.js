import { r as runUpdate } from "./core.js";

export { runUpdate };