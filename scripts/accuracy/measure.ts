/** Everything that is measured on recorded traffic, as plain data. */
import { ascending, groupBy } from "../../src/order.ts";
import type { Backing } from "../../src/tokens/framing/backing/backing.ts";
import { fullBasis, type Basis } from "../../src/tokens/framing/backing/basis.ts";
import { backingFrom, basisWithout, sampleRecordings, type Sample } from "./backing.ts";
import { measureCaching, type Caching } from "./caching.ts";
import {
  exchangeFolders,
  families,
  fingerprint,
  readRecordings,
  type Recording,
} from "./corpus.ts";
import { countRecordings, type Counted } from "./counts.ts";
import { figuresOf, type Figures, type Measurement } from "./figures.ts";
import { hasTools, isWhole, kinds } from "./kind.ts";
import { countPublicly, publicCounters } from "./public-counters.ts";

export interface Row {
  readonly name: string;
  readonly figures: Figures;
}

export interface Miss {
  readonly id: string;
  readonly model: string;
  readonly kind: string;
  readonly measurement: Measurement;
  readonly why: string;
}

export interface Accuracy {
  readonly fingerprint: string;
  /**
   * Input tokens of whole requests by our own count, odd recordings left out: by kind, then summed
   * up.
   */
  readonly byKind: readonly Row[];
  readonly sums: readonly Row[];
  /** The same without leaving any recording out. */
  readonly unselected: Row;
  readonly bySource: readonly Row[];
  /**
   * Each source's recordings by what is known without it: what was published or known before in
   * the place of what only it shows. Then the same summed up.
   */
  readonly withoutSource: readonly Row[];
  readonly unseen: readonly Row[];
  /** The table of recordings that intervals rest on. */
  readonly backing: Backing;
  readonly others: readonly { readonly counter: string; readonly rows: readonly Row[] }[];
  readonly calibrated: readonly Row[];
  readonly output: readonly Row[];
  readonly odd: readonly { readonly why: string; readonly n: number }[];
  readonly inexact: readonly { readonly kind: string; readonly n: number }[];
  readonly worst: readonly Miss[];
  readonly caching: Caching;
}

/** `corpus`: the folder that holds `exchanges/`, `more/` and `traces/`. */
export async function measureAccuracy(corpus: string): Promise<Accuracy> {
  return {
    ...(await measureCounts(corpus)),
    caching: await measureCaching(corpus),
  };
}

async function measureCounts(corpus: string): Promise<Omit<Accuracy, "caching">> {
  const recordings = readRecordings(exchangeFolders(corpus));
  const samples = await sampleRecordings(recordings);
  const backing = backingFrom(samples);
  const basis: Basis = { ...fullBasis, backing };
  const { counted, calibrated } = await countRecordings(recordings, basis);
  const whole = counted.filter(({ recording }) => isWhole(recording.kind));
  const sound = whole.filter(({ recording }) => recording.odd === null);
  const sources = [...new Set(sound.map(({ recording }) => recording.source))].sort();
  const old = sound.filter(({ recording }) => recording.family === "not in the price book");
  return {
    fingerprint: fingerprint(exchangeFolders(corpus)),
    byKind: families.flatMap((family) =>
      kinds.filter(isWhole).flatMap((kind) => {
        const inside = sound.filter(
          ({ recording }) => recording.family === family && recording.kind === kind,
        );
        return inside.length === 0 ? [] : [rowOf(`${family}: ${kind}`, inside)];
      }),
    ),
    sums: [
      ...rowsByTools(sound),
      rowOf("models of before the price book", old),
      rowOf("all", sound),
    ],
    unselected: rowOf("all, odd recordings too", whole),
    bySource: sources.map((source) =>
      rowOf(
        source,
        sound.filter(({ recording }) => recording.source === source),
      ),
    ),
    ...(await measureUnseen(sound, samples)),
    backing,
    others: othersOn(sound),
    calibrated: [
      {
        name: "calibrated, both exact by count alone",
        counts: calibrated.filter(({ isExactAlone }) => isExactAlone),
      },
      {
        name: "calibrated, the others",
        counts: calibrated.filter(({ isExactAlone }) => !isExactAlone),
      },
    ].map(({ name, counts }) => ({
      name,
      figures: figuresOf(counts.map(({ measurement }) => measurement)),
    })),
    output: families.map((family) => ({
      name: `text answers, ${family}`,
      figures: figuresOf(
        counted.flatMap(({ recording, output }) =>
          recording.family === family && recording.odd === null && output !== null ? [output] : [],
        ),
      ),
    })),
    odd: countBy(
      whole.flatMap(({ recording }) => (recording.odd === null ? [] : [recording.odd])),
    ).map(([why, n]) => ({ why, n })),
    inexact: countBy(
      sound.flatMap(({ recording, input }) =>
        input.counted === input.truth ? [] : [`${recording.family}: ${recording.kind}`],
      ),
    ).map(([kind, n]) => ({ kind, n })),
    worst: worstOf(sound),
  };
}

/** Every source's recordings, counted as if it had never been read. */
async function measureUnseen(
  sound: readonly Counted[],
  samples: readonly Sample[],
): Promise<Pick<Accuracy, "withoutSource" | "unseen">> {
  const rows: Row[] = [];
  const all: Counted[] = [];
  const bySource = groupBy(sound, ({ recording }) => recording.source);
  for (const [source, group] of [...bySource].sort(([a], [b]) => ascending(a, b))) {
    const { counted } = await countRecordings(
      group.map(({ recording }) => recording),
      basisWithout(samples, source),
    );
    all.push(...counted);
    rows.push(rowOf(source, counted));
  }
  return { withoutSource: rows, unseen: [...rowsByTools(all), rowOf("all", all)] };
}

function rowOf(name: string, counts: readonly Counted[]): Row {
  return {
    name,
    figures: figuresOf(counts.map(({ input }) => input)),
  };
}

function othersOn(sound: readonly Counted[]): Accuracy["others"] {
  const rowsOf = (measure: (recording: Recording) => Measurement): readonly Row[] =>
    [false, true].flatMap((tools) =>
      families.map((family) => {
        const inside = sound.filter(
          ({ recording }) =>
            recording.family === family &&
            (tools ? hasTools(recording.kind) : recording.kind === "plain"),
        );
        return {
          name: `${family}, ${tools ? "with tools" : "plain"}`,
          figures: figuresOf(inside.map(({ recording }) => measure(recording))),
        };
      }),
    );
  const own = new Map(sound.map(({ recording, input }) => [recording.id, input]));
  const ours = rowsOf(
    (recording) => own.get(recording.id) ?? { truth: 0, counted: 0, low: 0, high: 0 },
  );
  return [
    { counter: "promptcost", rows: ours },
    ...publicCounters.map(({ name, count }) => ({
      counter: name,
      rows: rowsOf((recording) => countPublicly(recording, count)),
    })),
  ];
}

/** How often each name is there, the most frequent first, equal ones by name. */
function countBy<Name extends string>(
  names: readonly Name[],
): readonly (readonly [Name, number])[] {
  return [...groupBy(names, (name) => name)]
    .map(([name, group]) => [name, group.length] as const)
    .sort(([a, n], [b, m]) => m - n || ascending(a, b));
}

function worstOf(sound: readonly Counted[]): readonly Miss[] {
  return [...sound]
    .map((count) => ({
      count,
      error: Math.abs(count.input.counted - count.input.truth) / Math.max(1, count.input.truth),
    }))
    .sort((a, b) => b.error - a.error || ascending(a.count.recording.id, b.count.recording.id))
    .slice(0, 10)
    .map(({ count }) => ({
      id: count.recording.id,
      model: count.recording.model,
      kind: count.recording.kind,
      measurement: count.input,
      why: reasonOf(count),
    }));
}

/** Why a count is off, as far as the recording tells. */
function reasonOf({ recording, input }: Counted): string {
  if (recording.family === "not in the price book") return "a model of before the price book";
  if (input.low <= input.truth && input.truth <= input.high)
    return `${recording.kind}: estimated, inside its interval`;
  return `${recording.kind}: no rule for it yet`;
}

function rowsByTools(sound: readonly Counted[]): readonly Row[] {
  return [false, true].flatMap((tools) =>
    families.map((family) => {
      const inside = sound.filter(
        ({ recording }) => recording.family === family && hasTools(recording.kind) === tools,
      );
      return rowOf(`${family}, ${tools ? "with tools" : "without tools"}`, inside);
    }),
  );
}
