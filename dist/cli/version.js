import { x as version } from "./core.js";

export { version };