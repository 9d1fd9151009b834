import { o as readNamedFiles, s as runRecordings } from "./core.js";

export { runRecordings };