import { r as runSimulate } from "./core.js";

export { runSimulate };