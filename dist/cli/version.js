import { b as version } from "./core.js";

export { version };