import { r as runExplain } from "./core.js";

export { runExplain };