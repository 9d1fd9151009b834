import { i as runReplay, r as readMaxUsd } from "./core.js";

export { runReplay };