import { _ as nearestNames } from "./core.js";

export { nearestNames };