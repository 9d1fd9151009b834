import { isObject } from "../../json.ts";
import { findModel } from "../../models/models.ts";
import { nowhere, problem } from "../../problem.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { PdfPages } from "../media/pdf-cache.ts";
import type { CountText, Owner, Strand } from "../text-run.ts";
import { contentItems } from "./calls.ts";
import type { Desk } from "./render-context.ts";
import { citesSources } from "./documents.ts";
import { extras } from "./frames.ts";
import { frameOf, isNewer } from "./generation.ts";
import type { Frame } from "./generation.ts";
import { renderNewer } from "./newer.ts";
import { renderOlder } from "./older.ts";
import { readSettings } from "./settings.ts";
import { createSheet } from "./writer.ts";
import type { Doubt } from "./writer.ts";

const callNamesOf = (prompt: Prompt): ReadonlyMap<string, string> =>
  new Map(
    prompt.blocks.flatMap(({ content }) =>
      isObject(content) && typeof content["id"] === "string" && typeof content["name"] === "string"
        ? [[content["id"], content["name"]]]
        : [],
    ),
  );

const citesAnything = (prompt: Prompt): boolean =>
  prompt.blocks.some(({ content }) => citesSources(content) || (isObject(content) && contentItems(content["content"]).some(citesSources)));

const generalDoubts = (desk: Desk, prompt: Prompt, known: boolean): void => {
  const { frame, settings, sheet } = desk;
  const owner: Owner = { block: Math.max(0, prompt.blocks.length - 1), part: "messages" };
  if (!known) sheet.doubt(10, 10, problem("tokenizer-assumed", nowhere, { model: prompt.model }));
  else if (frame.inferred) sheet.doubt(5, 5, problem("frame-inferred", nowhere, { model: frame.model }));
  if (settings.taskBudget) {
    sheet.add(owner, extras.taskBudget);
    sheet.doubt(10, 10);
  }
  if (settings.completedBy.length > 0) {
    sheet.doubt(0, 20_000, problem("server-completes-input", nowhere, { what: settings.completedBy.join(", ") }));
  }
};

const deskFor = (prompt: Prompt, frame: Frame, pdfs: PdfPages): Desk => ({
  frame,
  pdfs,
  settings: readSettings(prompt.request.body, prompt.betas),
  sheet: createSheet(),
  cites: citesAnything(prompt),
  callNames: callNamesOf(prompt),
});

/** A request as the model reads it: texts and numbers by owner, and how far each rule may be off. */
export interface Rendered {
  readonly strands: readonly Strand[];
  readonly doubts: readonly Doubt[];
}

/** Writes a request out by its model's rules. `textsOf` gives the counter of the model's tokenizer. */
export const renderRequest = (
  prompt: Prompt,
  textsOf: (frame: Frame) => CountText,
  pdfs: PdfPages,
): Rendered & { readonly count: CountText } => {
  const named = findModel(prompt.model);
  const frame = frameOf(prompt.model, named?.model ?? null);
  const desk = deskFor(prompt, frame, pdfs);
  const count = textsOf(frame);
  if (isNewer(frame)) renderNewer(desk, prompt, count);
  else renderOlder(desk, prompt, count);
  generalDoubts(desk, prompt, named !== null);
  return { strands: desk.sheet.strands(), doubts: desk.sheet.doubts(), count };
};
