import { t as keepNewSpaceSmall } from "./core.js";

export { keepNewSpaceSmall };