import { s as runDemo } from "./core.js";

export { runDemo };