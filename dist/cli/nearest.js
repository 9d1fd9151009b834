import { Cr as nearestNames } from "./core.js";

export { nearestNames };