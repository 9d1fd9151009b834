import { isObject } from "../../json.ts";
import { nowhere, problem } from "../../problem.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { PdfPages } from "../media/pdf-cache.ts";
import { knownThinking } from "../known-thinking.ts";
import type { CountText, Owner, TextRun } from "../text-run.ts";
import { contentItems } from "./blocks/calls.ts";
import { citesSources } from "./blocks/documents.ts";
import { frameOf, type Frame } from "./frame.ts";
import type { Era } from "./measured/kinds.ts";
import { extras } from "./measured/sections.ts";
import { renderNewer } from "./newer.ts";
import { renderOlder } from "./older.ts";
import type { RenderContext } from "./render-context.ts";
import { readSettings } from "./settings.ts";
import { tailOf } from "./tail.ts";
import { createWriter, type Doubt } from "./writer.ts";

/** A request as the model reads it: texts and numbers by owner. */
export interface Rendered {
  readonly textRuns: readonly TextRun[];
  /** How far each rule may be off. */
  readonly doubts: readonly Doubt[];
  /** Tokens behind the last block, where the answer opens. */
  readonly tail: number;
  /** Counts a text by the model's tokenizer. */
  readonly count: CountText;
}

/**
 * Writes a request out by its model's rules. `textsOf` gives the counter of the model's tokenizer.
 */
export function renderRequest(
  prompt: Prompt,
  textsOf: (frame: Frame) => CountText,
  pdfs: PdfPages,
): Rendered {
  const frame = frameOf(prompt.model);
  const count = textsOf(frame);
  const context = contextFor(prompt, frame, { pdfs, count });
  renderers[frame.kind.era](context, prompt, count);
  addGeneralDoubts(context, prompt);
  const { writer } = context;
  return {
    textRuns: writer.textRuns(),
    doubts: writer.doubts(),
    tail: tailOf(prompt, context),
    count,
  };
}

const renderers = { older: renderOlder, newer: renderNewer } as const satisfies Record<
  Era,
  unknown
>;

function contextFor(
  prompt: Prompt,
  frame: Frame,
  { pdfs, count }: Pick<RenderContext, "pdfs" | "count">,
): RenderContext {
  return {
    frame,
    pdfs,
    settings: readSettings(prompt.request.body, prompt.betas),
    writer: createWriter(),
    cites: citesAnything(prompt),
    callNames: callNamesOf(prompt),
    known: knownThinking(prompt, frame, count),
    redacted: new Set((prompt.request.redacted ?? []).map((path) => path.split(".").at(-1) ?? "")),
    pictures: countPictures(prompt),
    count,
  };
}

function citesAnything(prompt: Prompt): boolean {
  return prompt.blocks.some(
    ({ content }) =>
      citesSources(content) ||
      (isObject(content) && contentItems(content["content"]).some(citesSources)),
  );
}

function countPictures(prompt: Prompt): number {
  return prompt.blocks
    .flatMap(({ content }) => [
      content,
      ...(isObject(content) ? contentItems(content["content"]) : []),
    ])
    .filter((part) => isObject(part) && part["type"] === "image").length;
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

function addGeneralDoubts(context: RenderContext, prompt: Prompt): void {
  const { frame, settings, writer } = context;
  const owner: Owner = { block: Math.max(0, prompt.blocks.length - 1), part: "messages" };
  if (!frame.known)
    writer.doubt(10, 10, problem("tokenizer-assumed", nowhere, { model: prompt.model }));
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
