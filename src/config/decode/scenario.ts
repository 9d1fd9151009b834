import { wholeNumber } from "../../api/number.ts";
import { levels } from "../../api/request.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import { rateTiers, type RateTier } from "../../models/limits/rate-limits.ts";
import type { Ratio } from "../../money.ts";
import { readName, readShare, writtenText } from "../amounts.ts";
import { readArrivals, type Arrivals, type ArrivalsFault } from "../arrivals/arrivals.ts";
import { rangeEnds, type RangeEnd, type SharedRule, type VariableConfig } from "../config.ts";
import { readDuration } from "../arrivals/duration.ts";
import { resolvePath } from "../paths.ts";
import { readRuns, type Runs, type RunsFault } from "../arrivals/runs.ts";
import { batchForms, decodeQuantities, type Quantity } from "../quantity.ts";
import { readSharedShare } from "../traffic.ts";
import { decodeVariable, type VariableFault } from "../variable.ts";
import { decodeBudget, type DecodedBudget } from "./budget.ts";

/** One of `scenarios:` as the file has it. Null: not in the file, or of another shape. */
export interface DecodedScenario {
  readonly id: string;
  readonly path: Path;
  readonly fixtures: readonly DecodedPath[];
  readonly traffic: DecodedTraffic | null;
  /** The texts among `variants:`, whether there are such variants or not. */
  readonly variants: readonly DecodedText[];
  readonly vars: readonly DecodedVariable[];
  readonly budget: DecodedBudget | null;
  readonly output: number | null;
  readonly cacheGroup: string | null;
  readonly rateTier: RateTier | null;
  readonly batchHitShare: Ratio | null;
  /** The numbers of `batch:`, for the rules. */
  readonly batch: readonly Quantity[];
}

/** A text of the file, and where it stands. */
export interface DecodedText {
  readonly text: string;
  readonly path: Path;
}

/** A path or a pattern of the file. */
export interface DecodedPath extends DecodedText {
  /** From the repository's root; null where the text leads out of it. */
  readonly resolved: string | null;
}

interface DecodedTraffic {
  /** What `runs` is, or why it is none; null: not in the file, or of another form. */
  readonly runs: Runs | RunsFault | null;
  /** Whether the file has the key at all. */
  readonly hasRuns: boolean;
  readonly written: string;
  /** Null: not in the file, or of another shape. */
  readonly arrivals: Arrivals | ArrivalsFault | null;
  /** The files of observed arrivals; none where there are none. */
  readonly observedFiles: readonly DecodedPath[];
  readonly judgedAt: RangeEnd | null;
  readonly shared: SharedRule;
  readonly gaps: DecodedDuration | null;
  readonly readableAfter: DecodedDuration | null;
}

/** A time as text; `ms` is null where it is none. */
interface DecodedDuration {
  readonly ms: number | null;
}

interface DecodedVariable {
  readonly name: string;
  readonly path: Path;
  readonly variable: VariableConfig | VariableFault;
}

/** `folder` is the config's, from the repository's root: paths in it are relative to that. */
export function decodeScenario(id: string, value: JsonObject, folder: string): DecodedScenario {
  const path = ["scenarios", id];
  const { output, cache, batch } = value;
  return {
    id,
    path,
    fixtures: decodePaths(value["fixtures"], [...path, "fixtures"], folder),
    traffic: decodeTraffic(value["traffic"], [...path, "traffic"], folder),
    variants: isArray(value["variants"])
      ? decodeTexts(value["variants"], [...path, "variants"])
      : [],
    vars: entriesOf(value["vars"]).map(([name, entry]) => ({
      name,
      path: [...path, "vars", name],
      variable: decodeVariable(entry),
    })),
    budget: decodeBudget(value["budget"], [...path, "budget"]),
    output: wholeNumber(output),
    cacheGroup: typeof cache === "string" ? cache : null,
    rateTier: readName(value["tier"], rateTiers),
    batchHitShare: isObject(batch) ? readShare(batch["hit-share"]) : null,
    batch: isObject(batch) ? decodeQuantities(batch, [...path, "batch"], batchForms) : [],
  };
}

/** The members of a mapping; none where it is no mapping. */
export function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The texts of a list, each at its index. */
export function decodeTexts(items: readonly Json[], path: Path): readonly DecodedText[] {
  return items.flatMap((text, index) =>
    typeof text === "string" ? [{ text, path: [...path, index] }] : [],
  );
}

/** A path or a list of them. */
function decodePaths(value: Json | undefined, path: Path, folder: string): readonly DecodedPath[] {
  const texts = isArray(value)
    ? decodeTexts(value, path)
    : typeof value === "string"
      ? [{ text: value, path }]
      : [];
  return texts.map((given) => ({ ...given, resolved: resolveGlob(folder, given.text) }));
}

/** A folder's name is meant as it is, also in front of a pattern. */
function resolveGlob(folder: string, written: string): string | null {
  return resolvePath(
    /[*?[\]{}()!+@]/.test(written) ? folder.replaceAll(/[*?[\]{}()!+@|]/g, "\\$&") : folder,
    written,
  );
}

function decodeTraffic(value: Json | undefined, path: Path, folder: string): DecodedTraffic | null {
  if (!isObject(value)) return null;
  const { runs, arrivals } = value;
  const files = isObject(arrivals) ? arrivals["observed"] : undefined;
  return {
    runs: readRuns(runs),
    hasRuns: runs !== undefined,
    written: writtenText(runs) ?? "",
    arrivals: readArrivals(arrivals),
    observedFiles: decodePaths(files, [...path, "arrivals", "observed"], folder),
    judgedAt: readName(value["judged-at"], rangeEnds),
    shared: decodeShared(value["shared"]),
    gaps: decodeDuration(value["gaps"]),
    readableAfter: decodeDuration(value["readable-after"]),
  };
}

function decodeDuration(value: Json | undefined): DecodedDuration | null {
  return typeof value === "string" ? { ms: readDuration(value) } : null;
}

function decodeShared(value: Json | undefined): SharedRule {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    levels.flatMap((level) => {
      const share = readSharedShare(value[level]);
      return share === null ? [] : [[level, share] as const];
    }),
  );
}
