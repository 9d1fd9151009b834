import { f as runBill } from "./core.js";

export { runBill };