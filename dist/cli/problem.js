import { Ai as placeIn, Mi as problem, Oi as hasErrors, ji as placeWithin, ki as nowhere } from "./core.js";

export { nowhere, problem };