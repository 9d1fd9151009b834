import { u as runBill } from "./core.js";

export { runBill };