import { a as runReplay } from "./core.js";

export { runReplay };