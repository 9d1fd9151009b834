import { i as runReplay } from "./core.js";

export { runReplay };