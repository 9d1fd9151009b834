import { Ai as hasErrors, Mi as placeIn, Ni as placeWithin, Pi as problem, ji as nowhere } from "./core.js";

export { nowhere, problem };