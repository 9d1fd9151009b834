import { Yn as nearestNames } from "./core.js";

export { nearestNames };