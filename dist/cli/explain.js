import { c as runExplain } from "./core.js";

export { runExplain };