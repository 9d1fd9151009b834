import { i as runExplain } from "./core.js";

export { runExplain };