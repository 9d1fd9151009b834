import { m as nearestNames } from "./core.js";

export { nearestNames };