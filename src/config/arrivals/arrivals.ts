/**
 * How runs arrive: one row a kind, from which the schema, the reading, the names in problems and
 * the words for people follow.
 */
import * as z from "zod/mini";
import { isArray, isObject, type Json } from "../../json.ts";
import { listQuoted } from "../../words.ts";
import { readSchedule, scheduleText, type ScheduleFault, type WeekSpan } from "./schedule.ts";

/** How the runs of a scenario arrive. `text` is equal where the arrivals are: for people and files. */
export type Arrivals = {
  readonly [Kind in ArrivalKind]: {
    readonly kind: Kind;
    readonly text: string;
  } & KindDetails[Kind];
}[ArrivalKind];

export type ArrivalKind = keyof KindDetails;

interface KindDetails {
  /** By chance, independently of one another. */
  readonly poisson: unknown;
  /** At equal distances. */
  readonly steady: unknown;
  /** So many start together, the bursts at equal distances. */
  readonly burst: { readonly size: number };
  /** By chance within the active hours of a week, none outside of them. */
  readonly schedule: { readonly active: readonly WeekSpan[] };
  /** As they were recorded, again and again. */
  readonly observed: {
    /** Globs of usage files, as written; null: the scenario's own recordings. */
    readonly files: readonly string[] | null;
    /** Read from there; null until then. */
    readonly pattern: ObservedPattern | null;
  };
}

/** When runs started that were seen; the pattern repeats. */
export interface ObservedPattern {
  /** In order; milliseconds from the first. `run` is null where it is no run of the scenario. */
  readonly starts: readonly { readonly atMs: number; readonly run: string | null }[];
  /** After so many milliseconds the pattern begins anew. */
  readonly lengthMs: number;
}

/** The arrivals where the file does not say. */
export const usualArrivals: Arrivals = { kind: "poisson", text: "poisson" };

/** As many runs can start together at most. */
export const largestBurst = 10_000;

/** A value that is no arrivals: of a kind nobody knows, or of a known one that is not whole. */
export type ArrivalsFault =
  | { readonly kind: "unknown"; readonly name: string }
  /** `isWord`: no number is there at all. */
  | { readonly kind: "burst"; readonly isWord: boolean }
  | ScheduleFault;

/** What may stand under the name of a kind; null: it stands alone, as a word. */
interface ArrivalRow {
  /** As a problem names it. */
  readonly form: string;
  readonly isWord: boolean;
  readonly schema: z.ZodMiniType | null;
  readonly read: (value: Json | undefined) => Arrivals | ArrivalsFault;
}

const text = z.string();
const burstText = `a number of runs from 2 to ${largestBurst}, such as \`{ burst: 20 }\``;

export const arrivalKinds = {
  poisson: { form: "poisson", isWord: true, schema: null, read: () => usualArrivals },
  steady: {
    form: "steady",
    isWord: true,
    schema: null,
    read: () => ({ kind: "steady", text: "steady" }),
  },
  burst: {
    form: "{ burst: 20 }",
    isWord: false,
    schema: z.int({ error: burstText }).check(z.minimum(2), z.maximum(largestBurst)),
    read: (size) =>
      typeof size === "number" && Number.isInteger(size) && size >= 2 && size <= largestBurst
        ? { kind: "burst", text: `bursts of ${size}`, size }
        : { kind: "burst", isWord: size === undefined },
  },
  schedule: {
    form: "{ schedule: { hours: 9-18, days: mon-fri, zone: Europe/Berlin } }",
    isWord: false,
    schema: z.strictObject({
      hours: z.optional(text.check(z.describe("The active hours: `9-18`, `22:30-6`."))),
      days: z.optional(
        z
          .union([text, z.array(text)])
          .check(z.describe("The active days: `mon-fri`, `[sat, sun]`.")),
      ),
      zone: z.optional(text.check(z.describe("The time zone: `Europe/Berlin`; UTC by default."))),
    }),
    read: (value) => {
      const schedule = readSchedule(value);
      return "fault" in schedule
        ? schedule.fault
        : { kind: "schedule", text: scheduleText(schedule), active: schedule.active };
    },
  },
  observed: {
    form: "observed",
    isWord: true,
    schema: z.union([text, z.array(text)]),
    read: (value) => {
      const files = isArray(value)
        ? value.flatMap((file) => (typeof file === "string" ? [file] : []))
        : typeof value === "string"
          ? [value]
          : null;
      const words = files === null ? "as recorded" : `as in ${files.join(", ")}`;
      return { kind: "observed", text: words, files, pattern: null };
    },
  },
} as const satisfies Readonly<Record<ArrivalKind, ArrivalRow>>;

/** The kinds as a problem lists them. */
export const arrivalForms = Object.values(arrivalKinds).map(({ form }) => form);

const rows: Readonly<Record<string, ArrivalRow>> = arrivalKinds;

/** Every form that arrivals may have. */
export const arrivalsSchema = z.union(
  [
    z.enum(Object.keys(arrivalKinds).filter((kind) => rows[kind]?.isWord === true)),
    ...Object.entries(rows).flatMap(([kind, { schema }]) =>
      schema === null ? [] : [z.strictObject({ [kind]: schema })],
    ),
  ],
  { error: listQuoted(arrivalForms) },
);

/**
 * Arrivals as the file has them: a word, or a mapping with one kind. Null where there are none, or
 * a value of another shape.
 */
export function readArrivals(value: Json | undefined): Arrivals | ArrivalsFault | null {
  const word = typeof value === "string" ? value : null;
  const [name, details] = word === null ? soleMember(value) : [word, undefined];
  if (name === null) return null;
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
  if (row === undefined) return { kind: "unknown", name };
  return row.read(details);
}

/** Whether what was read is arrivals, not what is wrong with them. */
export function isArrivals(read: Arrivals | ArrivalsFault): read is Arrivals {
  return "text" in read;
}

function soleMember(value: Json | undefined): readonly [string | null, Json | undefined] {
  const members = isObject(value) ? Object.entries(value) : [];
  const [first] = members;
  return members.length === 1 && first !== undefined ? first : [null, undefined];
}
