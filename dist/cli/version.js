import { C as version } from "./core.js";

export { version };