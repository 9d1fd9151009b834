/** What recordings say of each kind of content: the table that the counter's intervals rest on. */
import { withCounter } from "../../src/io/context.ts";
import { writeJson } from "../../src/json.ts";
import { catalogue } from "../../src/models/catalogue.ts";
import { ascending, groupBy } from "../../src/order.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import type { Backing, Recorded } from "../../src/tokens/framing/backing/backing.ts";
import type { Basis } from "../../src/tokens/framing/backing/basis.ts";
import type { Measured } from "../../src/tokens/framing/measured/measured.ts";
import { generations } from "../../src/tokens/framing/measured/generations.ts";
import { backingKeys, completedInput } from "../../src/tokens/framing/request.ts";
import type { Recording } from "./corpus.ts";
import { isWhole, showsFirstCall } from "./kind.ts";

/** A recording, the kinds of content it holds, and how far the rules alone are off. */
export interface Sample {
  readonly recording: Recording;
  /** Keys of the table, the most particular first. */
  readonly keys: readonly string[];
  /** The measured numbers its count is made of. */
  readonly sizes: readonly Measured[];
  readonly exact: boolean;
  /** Tokens that the truth lies under (below 0) or over what the rules allow. */
  readonly beyond: number;
}

/** The share of a kind's recordings that its interval holds at least. */
const held = 0.95;

/** Samples of the recordings that show all they count and are not known to be odd. */
export function sampleRecordings(recordings: readonly Recording[]): Promise<readonly Sample[]> {
  const sound = recordings.filter(
    ({ kind, odd, family, request, response }) =>
      (isWhole(kind) ||
        (kind === "completed by the server" && showsFirstCall(request, response))) &&
      kind !== "masked by the recorder" &&
      odd === null &&
      family !== "not in the price book",
  );
  const used = new Set<Measured>();
  const sizeOf = (size: Measured): number => {
    used.add(size);
    return size.tokens;
  };
  return withCounter(
    (counter) => {
      const table = createBlockTable();
      const sizes = new Map<string, readonly Measured[]>();
      return sound.map((recording): Sample => {
        const { request, betas } = recording.exchange.exchange;
        const prompt = readPrompt({ request, betas, table });
        used.clear();
        const count = counter.count(prompt);
        const { total, low } = count;
        // What the server's tools may add later is no matter of the first call.
        const high = Math.max(total, count.high - (isWhole(recording.kind) ? 0 : completedInput));
        const { tokens } = recording;
        // A prompt that is counted again is remembered, and asks for no sizes.
        const body = writeJson([recording.model, [...betas], request.body]);
        const own = sizes.get(body) ?? [...used];
        sizes.set(body, own);
        return {
          recording,
          keys: backingKeys(prompt),
          sizes: own,
          exact: total === tokens,
          beyond: tokens < low ? tokens - low : Math.max(0, tokens - high),
        };
      });
    },
    { backing: null, sizeOf },
  );
}

/**
 * The table of some samples. One that is exact backs every kind it holds; one that is not is
 * charged to the most particular kind it holds, and says nothing of the others.
 */
export function backingFrom(samples: readonly Sample[]): Backing {
  const charged = samples.flatMap((sample) =>
    (sample.exact ? sample.keys : sample.keys.slice(0, 1)).map((key) => ({ key, sample })),
  );
  const groups = [...groupBy(charged, ({ key }) => key)].sort(([a], [b]) => ascending(a, b));
  const published = publishedKeys();
  return Object.fromEntries(
    groups.map(([key, group]) => [
      key,
      recordedOf(
        group.map(({ sample }) => sample),
        published.has(key) ? 1 : 0,
      ),
    ]),
  );
}

/**
 * Tool prompts that the vendor publishes as they were recorded, but for the frame: 7 more, 9 where
 * a call is forced, 1 more on the newer family (framing-tools.md §3). A page is a source.
 */
function publishedKeys(): ReadonlySet<string> {
  return new Set(
    catalogue.flatMap(({ framing, toolPrompt }) => {
      const { era, toolPrompt: ours } = generations[framing.generation];
      const [auto, forced] = era === "newer" ? [1, 1] : [7, 9];
      return [
        ...(toolPrompt.auto === ours.auto.tokens + auto ? [`${framing.generation}: tools`] : []),
        ...(ours.forced !== null && toolPrompt.forced === ours.forced.tokens + forced
          ? [`${framing.generation}: forced-choice`]
          : []),
      ];
    }),
  );
}

function recordedOf(samples: readonly Sample[], pages: number): Recorded {
  const misses = samples
    .map(({ beyond }) => beyond)
    .filter((beyond) => beyond !== 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b));
  // Where so few are off that none need be held, the nearest still says that the kind is not exact.
  const outside = Math.floor(samples.length * (1 - held));
  const inside = misses.slice(0, Math.max(1, misses.length - outside));
  return [
    samples.length,
    new Set(samples.map(({ recording }) => recording.source)).size + pages,
    samples.filter(({ exact }) => exact).length,
    Math.min(0, ...inside),
    Math.max(0, ...inside),
  ];
}

/**
 * What a counter would rest on had nobody read a source: the table of the others' recordings, and
 * what was published or known before in the place of each number that only this source shows.
 */
export function basisWithout(samples: readonly Sample[], source: string): Basis {
  const rest = samples.filter(({ recording }) => recording.source !== source);
  const own = samples.filter(({ recording }) => recording.source === source);
  const shown = new Set(rest.flatMap(({ exact, sizes }) => (exact ? sizes : [])));
  const lost = new Set(own.flatMap(({ sizes }) => sizes.filter((size) => !shown.has(size))));
  return {
    backing: backingFrom(rest),
    sizeOf: (size) => (lost.has(size) ? size.otherwise : size.tokens),
  };
}

/** The module that holds a table, as text. */
export function renderBacking(table: Backing, fingerprint: string): string {
  const rows = Object.entries(table).map(
    ([key, recorded]) => `  ${JSON.stringify(key)}: [${recorded.join(", ")}],`,
  );
  return `import type { Backing } from "./backing.ts";

/**
 * What was recorded of each kind of content: recordings, sources, how many are exact by the rules
 * alone, and how far below and above them the others lie. Written by \`npm run accuracy\` (corpus
 * ${fingerprint}).
 */
export const recordedBacking: Backing = {
${rows.join("\n")}
};
`;
}
