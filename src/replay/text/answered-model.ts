/** The model that an answer names, as it may be shown: whoever answers may write anything there. */
import { attemptsOf } from "../cost/attempts.ts";
import { modelOf } from "../../api/model.ts";
import type { JsonObject } from "../../json.ts";
import { findModel } from "../../models/lookup.ts";
import { groupDigits } from "../../words.ts";
import { requestTexts } from "../sending/request-texts.ts";

/** As the API's ids are made: a family or two, a version, a day. */
const idForm = /^claude(?:-[a-z]{3,12}){1,2}(?:-\d{1,2}){0,2}(?:-\d{8})?$/;

const families = new Set(["opus", "sonnet", "haiku", "fable", "mythos", "preview", "latest"]);

/**
 * A model's name where the request asks for it, the price book knows it, or it has an id's form and
 * says nothing that the request says; else how long it is.
 */
export function shownAnsweredModel(name: string, request: JsonObject | null): string {
  const isKnown =
    askedModels(request).has(name) ||
    (/^claude-[a-z0-9.-]{1,60}$/.test(name) && findModel(name) !== null);
  if (isKnown || (idForm.test(name) && !isSaid(name, request))) return name;
  return `‹a name of ${groupDigits(name.length)} characters›`;
}

function askedModels(request: JsonObject | null): ReadonlySet<string | null> {
  if (request === null) return new Set();
  const attempts = attemptsOf(request);
  return new Set(("bodies" in attempts ? attempts.bodies : [request]).map(modelOf));
}

/** Whether the request has a word of the name, but for the first. */
function isSaid(name: string, request: JsonObject | null): boolean {
  if (request === null) return true;
  const [, ...words] = name.split("-");
  const own = words.filter((word) => word.length > 2 && !families.has(word));
  return [...requestTexts(request)].some((text) => {
    const small = text.toLowerCase();
    return own.some((word) => small.includes(word));
  });
}
