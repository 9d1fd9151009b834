import { i as runDemo } from "./core.js";

export { runDemo };