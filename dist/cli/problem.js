import { Ai as nowhere, Mi as placeWithin, Ni as problem, ji as placeIn, ki as hasErrors } from "./core.js";

export { nowhere, problem };