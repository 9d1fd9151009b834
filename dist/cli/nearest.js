import { Pn as nearestNames } from "./core.js";

export { nearestNames };