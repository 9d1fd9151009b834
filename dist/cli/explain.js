import { a as runExplain } from "./core.js";

export { runExplain };