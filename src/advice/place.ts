import { placeInBody } from "../fixture/body-places.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { readPath } from "../json.ts";
import type { Proposal } from "./advice.ts";

/** Where a block of an exchange is written, and its path as advice names it: `system[0]`. */
export function blockPlace(exchange: Exchange, path: string): Pick<Proposal, "place" | "block"> {
  return { place: placeInBody(exchange, path), block: blockName(path) };
}

/** A path in the API's words as code writes it: `messages.7.content.0` is `messages[7].content[0]`. */
export function blockName(path: string): string {
  return readPath(path)
    .map((step, depth) =>
      typeof step === "number" ? `[${step}]` : depth === 0 ? step : `.${step}`,
    )
    .join("");
}
