import { l as runDemo } from "./core.js";

export { runDemo };