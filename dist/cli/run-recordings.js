import { c as readNamedFiles, l as runRecordings } from "./core.js";

export { runRecordings };