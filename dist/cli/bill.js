import { p as runBill } from "./core.js";

export { runBill };