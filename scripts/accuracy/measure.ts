/** Everything that is measured on recorded traffic, as plain data. */
import { measureCaching, type CachingFigures } from "./caching.ts";
import { fingerprint, readRecordings, type Recording } from "./corpus.ts";
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
  readonly others: readonly { readonly counter: string; readonly rows: readonly Row[] }[];
  readonly calibrated: readonly Row[];
  readonly output: readonly Row[];
  readonly odd: readonly { readonly why: string; readonly n: number }[];
  readonly inexact: readonly { readonly kind: string; readonly n: number }[];
  readonly worst: readonly Miss[];
  readonly caching: readonly CachingFigures[];
}

const families = ["to 4.6", "newer"] as const;

function countBy<Key extends string>(all: readonly Key[]): readonly (readonly [Key, number])[] {
  const counts = new Map<Key, number>();
  for (const key of all) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function row(name: string, all: readonly Counted[]): Row {
  return {
    name,
    figures: figuresOf(all.map(({ input }) => input)),
  };
}

function groups(sound: readonly Counted[]): readonly Row[] {
  return [false, true].flatMap((tools) =>
    families.map((family) => {
      const inside = sound.filter(
        ({ recording }) => recording.family === family && hasTools(recording.kind) === tools,
      );
      return row(`${family}, ${tools ? "with tools" : "without tools"}`, inside);
    }),
  );
}

/** Why a count is off, as far as the recording tells. */
function reasonOf({ recording, input }: Counted): string {
  if (recording.family === "not in the price book") return "a model of before the price book";
  if (input.low <= input.truth && input.truth <= input.high)
    return `${recording.kind}: estimated, inside its interval`;
  return `${recording.kind}: no rule for it yet`;
}

function worstOf(sound: readonly Counted[]): readonly Miss[] {
  return [...sound]
    .map((one) => ({
      one,
      error: Math.abs(one.input.counted - one.input.truth) / Math.max(1, one.input.truth),
    }))
    .sort((a, b) => b.error - a.error || (a.one.recording.id < b.one.recording.id ? -1 : 1))
    .slice(0, 10)
    .map(({ one }) => ({
      id: one.recording.id,
      model: one.recording.model,
      kind: one.recording.kind,
      measurement: one.input,
      why: reasonOf(one),
    }));
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

async function measureCounts(corpus: string): Promise<Omit<Accuracy, "caching">> {
  const { counted, calibrated } = await countRecordings(readRecordings(`${corpus}/exchanges`));
  const whole = counted.filter(({ recording }) => isWhole(recording.kind));
  const sound = whole.filter(({ recording }) => recording.odd === null);
  const sources = [...new Set(sound.map(({ recording }) => recording.source))].sort();
  const old = sound.filter(({ recording }) => recording.family === "not in the price book");
  return {
    fingerprint: fingerprint(`${corpus}/exchanges`),
    byKind: families.flatMap((family) =>
      kinds.filter(isWhole).flatMap((kind) => {
        const inside = sound.filter(
          ({ recording }) => recording.family === family && recording.kind === kind,
        );
        return inside.length === 0 ? [] : [row(`${family}: ${kind}`, inside)];
      }),
    ),
    sums: [...groups(sound), row("models of before the price book", old), row("all", sound)],
    unselected: row("all, odd recordings too", whole),
    bySource: sources.map((source) =>
      row(
        source,
        sound.filter(({ recording }) => recording.source === source),
      ),
    ),
    others: othersOn(sound),
    calibrated: [
      {
        name: "calibrated, both exact by count alone",
        all: calibrated.filter((count) => count.isExactAlone),
      },
      { name: "calibrated, the others", all: calibrated.filter((count) => !count.isExactAlone) },
    ].map(({ name, all }) => ({
      name,
      figures: figuresOf(all.map(({ measurement }) => measurement)),
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

export async function measureAccuracy(corpus: string): Promise<Accuracy> {
  return {
    ...(await measureCounts(corpus)),
    caching: await measureCaching(corpus),
  };
}
