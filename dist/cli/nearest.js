import { Sr as nearestNames } from "./core.js";

export { nearestNames };