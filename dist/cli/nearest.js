import { wr as nearestNames } from "./core.js";

export { nearestNames };