import { nr as nearestNames } from "./core.js";

export { nearestNames };