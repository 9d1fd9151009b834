/** What several problems of a replay say alike. */
import { counted, plural } from "../../words.ts";

/** A problem of one request stands for others too; `more`: how many. */
export function andMore(more: number): string {
  return more === 0 ? "" : ` and ${counted(more, "more request")}`;
}

/** What became of a request, or of it and others: `It was`, `They were`. */
export function theyWere(more: number): string {
  return plural(more + 1, "It was", "They were");
}

/** `404 not_found_error`; without a status where no answer came. */
export function nameError(status: number | null, kind: string): string {
  return status === null ? kind : `${String(status)} ${kind}`;
}

/** What to do where the API does not know the model (404). */
export const checkModel = "Check the model's id and whether this key may use it.";

/** The API's own words, as the end of a sentence. */
export function quoted(said: string): string {
  return said === "" ? "" : `: ${said.replace(/\.?$/, "")}`;
}
