import { isCompared } from "../../../compare/state.ts";
import type { Report, ReportedScenario } from "../../report.ts";
import { named, type Phrase } from "./phrase.ts";

/**
 * What became of a scenario, in a word or two; empty where it is the one it was. Where nothing was
 * compared none is called new.
 */
export function describeState(report: Report, { state, was }: ReportedScenario): Phrase {
  switch (state) {
    case "new":
      return isCompared(report.comparison) ? ["new"] : [];
    case "gone":
      return ["gone"];
    case "renamed":
      return was === null ? [] : ["was ", named(was)];
    case "changed":
    case "unchanged":
      return [];
    default:
      return state satisfies never;
  }
}
