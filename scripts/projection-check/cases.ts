/** A scenario of the check: what is written to a config and fixtures, and what is simulated. */
export interface Case {
  readonly name: string;
  /** They share a cache; the first is the one that is compared. */
  readonly scenarios: readonly CaseScenario[];
}

export interface CaseScenario {
  readonly runsPerHour: number;
  readonly arrivals: ArrivalKind;
  /** Of observed arrivals, when runs start; of others empty. */
  readonly startsMs: readonly number[];
  /** So long after a request's start what it writes can be read. */
  readonly readableAfterMs: number;
  readonly runs: readonly CaseRun[];
  /** How many blocks of the messages all runs share. */
  readonly sharedMessages: number;
}

export const arrivalKinds = ["poisson", "steady", "burst", "schedule", "observed"] as const;
export type ArrivalKind = (typeof arrivalKinds)[number];

/** Runs in a burst. */
export const burstSize = 5;
/** Active hours: Monday to Friday, nine to six. */
export const schedule = { text: "{ hours: 9-18, days: mon-fri }", days: 5, from: 9, to: 18 };

export interface CaseRun {
  readonly weight: number;
  readonly requests: readonly CaseRequest[];
}

export interface CaseRequest {
  readonly offsetMs: number;
  readonly output: number;
  readonly blocks: readonly CaseBlock[];
}

export interface CaseBlock {
  readonly level: "system" | "messages";
  /** Equal names are equal texts. */
  readonly name: string;
  readonly tokens: number;
  readonly mark: "5m" | "1h" | null;
  /** One of so many equally likely values, or new with each run; null: always the same. */
  readonly changes: number | "run" | null;
}

const second = 1_000;
const minute = 60 * second;
const system = { level: "system", changes: null } as const;
const message = { level: "messages", changes: null } as const;

/** Starts as somebody may have seen them: at uneven distances, at a mean rate. */
export function startsAt(runsPerHour: number): readonly number[] {
  const gapMs = 3_600_000 / runsPerHour;
  const steps = [0.02, 0.1, 3, 0.5, 0.4, 2.2, 0.05, 1.9, 0.83];
  let at = 0;
  return [0, ...steps].map((step) => Math.round((at += step * gapMs)));
}

/** Closed forms and what is known to be hard, at one rate. */
export function gridCases(
  arrivals: CaseScenario["arrivals"],
  runsPerHour: number,
): readonly Case[] {
  const plain = {
    startsMs: arrivals === "observed" ? startsAt(runsPerHour) : [],
    readableAfterMs: 0,
    sharedMessages: 0,
  };
  const made = (
    name: string,
    runs: readonly CaseRun[],
    others: readonly CaseScenario[] = [],
  ): Case => ({
    name: `${name}, ${arrivals}, ${runsPerHour}/h`,
    scenarios: [{ ...plain, runsPerHour, arrivals, runs }, ...others],
  });
  const question = (index: number, mark: CaseBlock["mark"] = null): CaseBlock => ({
    ...message,
    name: `question ${index}`,
    tokens: 150,
    mark,
  });
  const ask = (offsetMs: number, blocks: readonly CaseBlock[]): CaseRequest => ({
    offsetMs,
    output: 50,
    blocks,
  });
  const policy = (mark: CaseBlock["mark"], tokens = 4_000): CaseBlock => ({
    ...system,
    name: "policy",
    tokens,
    mark,
  });
  const manual = (mark: CaseBlock["mark"]): CaseBlock => ({
    ...system,
    name: "manual",
    tokens: 6_000,
    mark,
  });
  const one = (weight: number, ...blocks: readonly CaseBlock[]): CaseRun => ({
    weight,
    requests: [ask(0, [...blocks, question(0)])],
  });
  const rounds = (mark: "5m" | "1h", gapMs: number): CaseRun => ({
    weight: 1,
    requests: [0, 1, 2].map((index) =>
      ask(index * gapMs, [
        policy(mark),
        ...Array.from({ length: index + 1 }, (_, at) => question(at, at === index ? "5m" : null)),
      ]),
    ),
  });
  const tenant: CaseBlock = { ...system, name: "tenant", tokens: 2_000, mark: "5m", changes: 4 };
  return [
    made("one request, 5m", [one(1, policy("5m"))]),
    made("one request, 1h", [one(1, policy("1h"))]),
    made("two breakpoints, 1h and 5m", [one(1, policy("1h"), manual("5m"))]),
    made("rounds a minute apart", [rounds("5m", minute)]),
    made("rounds seven minutes apart", [rounds("5m", 7 * minute)]),
    made("rounds twenty minutes apart, 1h", [rounds("1h", 20 * minute)]),
    made("mixed TTLs", [one(1, policy("5m")), one(1, policy("1h"))]),
    made("mixed TTLs, uneven", [one(9, policy("5m")), one(1, policy("1h"))]),
    made("mixed TTLs in a run", [
      {
        weight: 1,
        requests: [
          ask(0, [policy("1h"), question(0)]),
          ask(4 * minute, [policy("5m"), question(1)]),
        ],
      },
    ]),
    made("unmarked hits", [one(1, policy("5m")), one(3, policy(null), manual("5m"))]),
    made("unmarked hits, different ends", [
      one(1, policy("5m")),
      one(2, policy(null), { ...manual("5m"), name: "another" }),
      one(2, policy(null), manual("5m")),
    ]),
    made("values", [one(1, policy("1h"), tenant)]),
    made("values, unmarked hits", [
      one(1, { ...tenant, tokens: 4_000 }),
      one(2, { ...tenant, tokens: 4_000, mark: null }, manual("5m")),
    ]),
    // How two periods lie against each other is anybody's guess: the neighbour comes by chance.
    made(
      "two scenarios, mixed TTLs",
      [one(1, policy("5m"))],
      [
        {
          ...plain,
          startsMs: [],
          runsPerHour: runsPerHour / 2,
          arrivals: "poisson",
          runs: [one(1, policy("1h"))],
        },
      ],
    ),
  ];
}
