import { ar as nearestNames } from "./core.js";

export { nearestNames };