import { r as connectAdmin } from "./core.js";

export { connectAdmin };