import { n as version } from "./core.js";

export { version };