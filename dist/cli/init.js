import { o as runInit } from "./core.js";

export { runInit };