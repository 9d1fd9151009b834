import { r as runReplay } from "./core.js";

export { runReplay };