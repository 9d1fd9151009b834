import { a as runDemo } from "./core.js";

export { runDemo };