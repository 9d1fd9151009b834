import { s as version } from "./core.js";

export { version };