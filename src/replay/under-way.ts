/** What is under way while a replay runs, so that a user can be told what it waits for. */
import type { Interrupts, PauseReason, ReplayApi } from "./ports.ts";

/** What is under way at one moment. */
export interface UnderWay {
  /** Requests that were sent and have no whole answer yet, batches that are being created. */
  readonly requests: number;
  /** Prompts that `count_tokens` is asked about. */
  readonly counts: number;
  /** Requests that wait, by why: how many, and when the first of them goes on, milliseconds. */
  readonly pauses: Readonly<
    Record<PauseReason, { readonly count: number; readonly until: number }>
  >;
  /** Batches that are followed. */
  readonly batches: readonly FollowedBatch[];
}

/** A batch that is followed. */
export interface FollowedBatch {
  /** Null: the API gave none yet. */
  readonly id: string | null;
  /** Requests that are answered, as far as the API says. */
  readonly answered: number;
  readonly of: number;
}

/** Ports that keep count of what is under way through them. */
export interface CountedPorts {
  readonly api: ReplayApi;
  readonly wait: Interrupts["wait"];
  /** The batches that are followed, by name. */
  readonly followed: Map<string, FollowedBatch>;
  readonly read: () => UnderWay;
}

/** Wraps ports so that they keep count. `now`: milliseconds. */
export function countUnderWay(ports: {
  readonly api: ReplayApi;
  readonly wait: Interrupts["wait"];
  readonly now: () => number;
}): CountedPorts {
  const { api, now } = ports;
  const running = { requests: 0, counts: 0 };
  const pauses = { refused: new Set<Pause>(), gap: new Set<Pause>() };
  const followed = new Map<string, FollowedBatch>();
  const during = async <Result>(
    what: keyof typeof running,
    call: () => Promise<Result>,
  ): Promise<Result> => {
    running[what] += 1;
    try {
      return await call();
    } finally {
      running[what] -= 1;
    }
  };
  const wait = async (ms: number, why?: PauseReason): Promise<void> => {
    const pause = { until: now() + ms };
    if (why !== undefined) pauses[why].add(pause);
    try {
      await ports.wait(ms, why);
    } finally {
      if (why !== undefined) pauses[why].delete(pause);
    }
  };
  return {
    api: {
      account: api.account,
      countTokens: (...asked) => during("counts", () => api.countTokens(...asked)),
      send: (...asked) => during("requests", () => api.send(...asked)),
      batches: {
        ...api.batches,
        create: (...asked) => during("requests", () => api.batches.create(...asked)),
      },
    },
    wait,
    followed,
    read: () => ({
      ...running,
      pauses: { refused: describePauses(pauses.refused), gap: describePauses(pauses.gap) },
      batches: [...followed.values()],
    }),
  };
}

interface Pause {
  /** Milliseconds since 1970. */
  readonly until: number;
}

function describePauses(pauses: ReadonlySet<Pause>): UnderWay["pauses"]["gap"] {
  let first = Infinity;
  for (const { until } of pauses) first = Math.min(first, until);
  return { count: pauses.size, until: first };
}
