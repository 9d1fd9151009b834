import { t as version } from "./core.js";

export { version };