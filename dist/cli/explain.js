import { o as runExplain } from "./core.js";

export { runExplain };