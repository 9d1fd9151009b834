import { o as runDemo } from "./core.js";

export { runDemo };