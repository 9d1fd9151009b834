import { h as nearestNames } from "./core.js";

export { nearestNames };