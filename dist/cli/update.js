import { n as runUpdate } from "./core.js";

export { runUpdate };