import { qn as nearestNames } from "./core.js";

export { nearestNames };