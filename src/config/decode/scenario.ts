import { wholeNumber } from "../../api/number.ts";
import { levels } from "../../api/request.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import { rateTiers, type RateTier } from "../../models/limits/rate-limits.ts";
import type { Ratio } from "../../money.ts";
import { isZeroRate, readName, readRate, readShare, writtenText } from "../amounts.ts";
import { arrivals, type Arrivals, type SharedRule, type VariableConfig } from "../config.ts";
import { resolvePath } from "../paths.ts";
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

interface DecodedPath extends DecodedText {
  /** From the repository's root; null where the text leads out of it. */
  readonly resolved: string | null;
}

interface DecodedTraffic {
  /** Runs per month of 730 hours; null where `runs` is no rate, or none at all. */
  readonly runsPerMonth: Ratio | null;
  /** `runs` is a rate, of no runs at all. */
  readonly isZero: boolean;
  readonly written: string;
  readonly arrivals: Arrivals;
  /** A text in the place of arrivals that names none. */
  readonly unknownArrivals: string | null;
  readonly shared: SharedRule;
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
    fixtures: decodeFixtures(value["fixtures"], [...path, "fixtures"], folder),
    traffic: decodeTraffic(value["traffic"]),
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
function decodeFixtures(
  value: Json | undefined,
  path: Path,
  folder: string,
): readonly DecodedPath[] {
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

function decodeTraffic(value: Json | undefined): DecodedTraffic | null {
  if (!isObject(value)) return null;
  const { runs, arrivals: given } = value;
  const known = readName(given, arrivals);
  return {
    runsPerMonth: readRate(runs),
    isZero: isZeroRate(runs),
    written: writtenText(runs) ?? "",
    arrivals: known ?? arrivals[0],
    unknownArrivals: known === null && typeof given === "string" ? given : null,
    shared: decodeShared(value["shared"]),
  };
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
