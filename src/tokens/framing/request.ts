import { isObject } from "../../json.ts";
import { findModel } from "../../models/models.ts";
import { nowhere, problem } from "../../problem.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { PdfPages } from "../media/pdf-cache.ts";
import type { CountText, Owner, TextRun } from "../text-run.ts";
import { contentItems } from "./calls.ts";
import type { RenderContext } from "./render-context.ts";
import { citesSources } from "./documents.ts";
import { extras } from "./frames.ts";
import { frameOf, isNewer } from "./generation.ts";
import type { Frame } from "./generation.ts";
import { renderNewer } from "./newer.ts";
import { renderOlder } from "./older.ts";
import { readSettings } from "./settings.ts";
import { createWriter } from "./writer.ts";
import type { Doubt } from "./writer.ts";

/**
 * A request as the model reads it: texts and numbers by owner, and how far each rule may be off.
 */
export interface Rendered {
  readonly textRuns: readonly TextRun[];
  readonly doubts: readonly Doubt[];
}

/**
 * Writes a request out by its model's rules. `textsOf` gives the counter of the model's tokenizer.
 */
export function renderRequest(
  prompt: Prompt,
  textsOf: (frame: Frame) => CountText,
  pdfs: PdfPages,
): Rendered & { readonly count: CountText } {
  const named = findModel(prompt.model);
  const frame = frameOf(prompt.model, named?.model ?? null);
  const context = deskFor(prompt, frame, pdfs);
  const count = textsOf(frame);
  if (isNewer(frame)) renderNewer(context, prompt, count);
  else renderOlder(context, prompt, count);
  generalDoubts(context, prompt, named !== null);
  return { textRuns: context.writer.textRuns(), doubts: context.writer.doubts(), count };
}

function deskFor(prompt: Prompt, frame: Frame, pdfs: PdfPages): RenderContext {
  return {
    frame,
    pdfs,
    settings: readSettings(prompt.request.body, prompt.betas),
    writer: createWriter(),
    cites: citesAnything(prompt),
    callNames: callNamesOf(prompt),
  };
}

function citesAnything(prompt: Prompt): boolean {
  return prompt.blocks.some(
    ({ content }) =>
      citesSources(content) ||
      (isObject(content) && contentItems(content["content"]).some(citesSources)),
  );
}

function callNamesOf(prompt: Prompt): ReadonlyMap<string, string> {
  return new Map(
    prompt.blocks.flatMap(({ content }) =>
      isObject(content) && typeof content["id"] === "string" && typeof content["name"] === "string"
        ? [[content["id"], content["name"]]]
        : [],
    ),
  );
}

function generalDoubts(context: RenderContext, prompt: Prompt, known: boolean): void {
  const { frame, settings, writer } = context;
  const owner: Owner = { block: Math.max(0, prompt.blocks.length - 1), part: "messages" };
  if (!known) writer.doubt(10, 10, problem("tokenizer-assumed", nowhere, { model: prompt.model }));
  else if (frame.inferred)
    writer.doubt(5, 5, problem("frame-inferred", nowhere, { model: frame.model }));
  if (settings.taskBudget) {
    writer.add(owner, extras.taskBudget);
    writer.doubt(10, 10);
  }
  if (settings.completedBy.length > 0) {
    writer.doubt(
      0,
      20_000,
      problem("server-completes-input", nowhere, { what: settings.completedBy.join(", ") }),
    );
  }
}
