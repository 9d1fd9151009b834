import { i as runSimulate } from "./core.js";

export { runSimulate };