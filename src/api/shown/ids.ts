/**
 * Ids that the API gives: of a request, a batch, a message. Whoever answers in its place may write
 * anything there, so what is kept or shown has an id's form.
 */

/** `req_011C…`, `msgbatch_013…`, `req_vrtx_01…`: after the prefix they begin with a digit. */
const prefixed = /^(?:req|msgbatch|msg)_(?:[a-z]{2,8}_)?\d[0-9A-Za-z]{0,31}$/;

/** What gateways and clouds give. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id; null where it has no id's form. */
export function readApiId(id: unknown): string | null {
  return typeof id === "string" && (prefixed.test(id) || uuid.test(id)) ? id : null;
}

/** An id that is known to be one, as it may be shown. */
export function shownApiId(id: string): string {
  return readApiId(id) ?? "‹an id of another form›";
}
