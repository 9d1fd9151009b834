import { c as runRecordings, s as readNamedFiles } from "./core.js";

export { runRecordings };