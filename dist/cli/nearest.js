import { Hn as nearestNames } from "./core.js";

export { nearestNames };