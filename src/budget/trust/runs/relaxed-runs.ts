/** What a change makes laxer in what runs and exchanges assert, member by member. */
import type {
  Exchange,
  Placeholder,
  Recorded,
  Request,
  Run,
  Scenario,
} from "../../../fixture/fixture.ts";
import { decide, type Decisions } from "../rules/decisions.ts";
import { smallerDeclarations } from "./declared-sizes.ts";
import { movedOffsets } from "./moved-offsets.ts";
import type { RelaxedRule } from "../relaxed-rules.ts";
import { saidBesideRecording } from "./said-answers.ts";
import {
  pairExchanges,
  pairScenarios,
  type ExchangePair,
  type Renamed,
  type RunPair,
  type ScenarioPair,
} from "../scenario-pairs.ts";
import { thinnedOut } from "./thinned-out.ts";

/**
 * What the head's fixtures assert laxer than the base's besides `findRelaxedAssertions`: times that
 * moved, lengths said beside recordings, declared sizes that shrank, new runs that thin out main's.
 */
export function findRelaxedRuns(
  base: readonly Scenario[],
  head: readonly Scenario[],
  renamed: Renamed = new Map(),
): readonly RelaxedRule[] {
  const found = pairScenarios(base, head, renamed).flatMap((scenario) => [
    ...thinnedOut(scenario),
    ...scenario.pairs.flatMap((runs) => [
      ...decide(runDecisions, runs),
      ...pairExchanges(runs).flatMap((pair) => [
        ...decide(exchangeDecisions, pair, scenario),
        ...decide(requestDecisions, pair),
        ...decide<[ExchangePair], RelaxedRule>(recordedDecisions, pair),
        ...decide<[ExchangePair], RelaxedRule>(placeholderDecisions, pair),
      ]),
    ]),
  ]);
  // What a scenario says of all its runs is said once.
  return [...new Map(found.toReversed().map((rule) => [rule.rule, rule])).values()].toReversed();
}

const inRelaxedFixtures = "a rule of its own: `findRelaxedAssertions`";
const names = "a name or a place: what it names is paired by content";

const runDecisions = {
  id: names,
  weight: `its share among main's runs: ${inRelaxedFixtures}; new runs: \`thinnedOut\``,
  exchanges: movedOffsets,
  place: names,
  format: "how its file is written: its exchanges say the rest",
  isBatchItem: "a limit of its own: `batch-share`",
} as const satisfies Decisions<Run, [pair: RunPair], RelaxedRule>;

const exchangeDecisions = {
  id: names,
  index: names,
  place: names,
  placeAt: names,
  offsetMs: "judged over the whole run: `movedOffsets`",
  assumedGaps: "a gap that nobody states is the scenario's `traffic.gaps`",
  at: "its offset follows from it; no projection is priced by it",
  betas: "sent with the request: a change of it is part of the delta",
  request: "sent: member by member below",
  inputHash: "worked out from the request",
  recorded: `member by member: ${inRelaxedFixtures}`,
  counted: `held against the body (\`counted-implausible\`): ${inRelaxedFixtures}`,
  expectedOutput: saidBesideRecording,
  aliases: "judged as `models:`",
  needsPrevious: "worked out from the request",
} as const satisfies Decisions<Exchange, [pair: ExchangePair, scenario: ScenarioPair], RelaxedRule>;

const requestDecisions = {
  body: "what is sent: its change is the delta",
  placeholders: smallerDeclarations,
  links: "a text that follows its file no more: `findLostLinks`",
  standing: "a tag that stood in for a change: `relaxPlaceholders`",
  answers: "worked out from the recordings",
  held: "worked out from the thread",
  thoughts: "worked out from the recordings",
  redacted: "its content counts as masked, in an interval",
} as const satisfies Decisions<Request, [pair: ExchangePair], RelaxedRule>;

/** Who judges each member of a recording, and of a placeholder. */
const recordedDecisions = {
  inputHash: "another body's recording vouches for nothing",
  residual: "believed within what the counter can be off: `residual-implausible`",
  samples: "the length they come to: `findLowerRecording`",
  at: "no projection is priced by it",
  fast: "its split is not used: the total stands",
  response: "total and length: `findLowerRecording`, `recording-implausible`, `answer-implausible`",
  place: names,
} as const satisfies Decisions<Recorded, [pair: ExchangePair], RelaxedRule>;

const placeholderDecisions = {
  path: names,
  name: names,
  changes: "`relaxPlaceholders`",
  tokens: "of a block: `smallerDeclarations`; of a variable: `relaxPlaceholders`",
  undeclared: "`relaxPlaceholders`: it counts as another text with every request",
  kind: names,
  offset: names,
  addedLines: names,
  width: names,
  inherited: "worked out from `$append`",
  place: names,
} as const satisfies Decisions<Placeholder, [pair: ExchangePair], RelaxedRule>;
