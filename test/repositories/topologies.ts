/** Ways that a branch and its base lie to each other, each with what a check must compare. */
import type { BaseEvent } from "../../src/baseline/base-commit.ts";
import { createHistory, type History, type Mark, type State } from "./history.ts";

/** Whole numbers below a bound, the same for the same seed. */
export type Draw = (bound: number) => number;

export interface Topology {
  readonly history: History;
  /** What HEAD is. */
  readonly checkout: Mark;
  /** Of the remote's main, as the clone knows it; null: it does not. */
  readonly main: Mark | null;
  /** The clone's own main, where it is another. */
  readonly localMain: Mark | null;
  /** Null: no workflow, the working tree. */
  readonly event: ((idOf: (mark: Mark) => string) => BaseEvent) | null;
  /** Null: nothing is to be compared. */
  readonly base: Mark | null;
  /** What the branch itself changes. */
  readonly own: { readonly from: State; readonly to: State };
  readonly why: RegExp;
  /** What works without the rest of the history. */
  readonly isShallowEnough: boolean;
}

/** A change of a state. Those of the branch, its parent branch and main touch different scenarios. */
type Change = (state: State) => State;

function grow(scenario: number, tokens: number): Change {
  return (state) => ({
    ...state,
    parts: state.parts.map((part, index) =>
      index === scenario ? { ...part, tokens: part.tokens + tokens } : part,
    ),
  });
}

/** Its run is renamed: whoever edits it under its old name edits it all the same. */
function rename(scenario: number, name: string): Change {
  return (state) => ({
    ...state,
    parts: state.parts.map((part, index) =>
      index === scenario ? { ...part, file: `f/s${index}/${name}.json` } : part,
    ),
  });
}

function updateLibrary(state: State): State {
  return { ...state, library: state.library + 1 };
}

const first: State = {
  parts: [0, 1, 2, 3, 4, 5].map((index) => ({
    file: `f/s${index}/run.json`,
    tokens: 1_000 + index * 10,
  })),
  library: 1,
};

/** Changes of a kind, drawn. */
function drawChanges(draw: Draw) {
  const some = (scenarios: readonly number[]): Change =>
    grow(scenarios[draw(scenarios.length)] ?? 0, 1 + draw(500));
  return {
    own: () => some([0, 1]),
    parent: () => grow(2, 1 + draw(500)),
    main: (): Change => {
      const kind = draw(4);
      if (kind === 0) return updateLibrary;
      return kind === 1 ? rename(draw(2), `renamed${draw(9)}`) : some([3, 4, 5]);
    },
  };
}

/** Commits of some changes on top of a commit, one each. */
function grown(history: History, from: Mark, changes: readonly Change[]): Mark {
  return changes.reduce((tip, change) => history.commit([tip], change(history.stateOf(tip))), from);
}

function times<Value>(count: number, make: () => Value): readonly Value[] {
  return Array.from({ length: count }, make);
}

function apply(state: State, changes: readonly Change[]): State {
  return changes.reduce((now, change) => change(now), state);
}

/** A pull request's event; `tip`: what main was when GitHub wrote it. */
function pullRequest(head: Mark, tip: Mark): Topology["event"] {
  return (idOf) => ({
    kind: "pull-request",
    name: "pull_request",
    head: idOf(head),
    branch: "main",
    base: idOf(tip),
  });
}

const merged = /^the tip of main, this head merged into it$/;

export const topologies = {
  /** Main went on: the merge that GitHub makes of both is checked out. */
  "behind, the merge": (draw) => behind(draw, "merge"),
  /** The head is checked out, and the event's base is older than main. */
  "behind, the head": (draw) => behind(draw, "head"),
  "up to date, the head": (draw) => {
    const { history, tip, own } = start(draw, 0);
    const head = grown(history, tip, own);
    return settle({ history, checkout: head, main: tip, event: pullRequest(head, tip) }, tip, own, {
      why: /^the tip of main$/,
    });
  },
  /** A branch on a branch that main has by a merge, by a squash, by a rebase. */
  "stacked, its parent merged": (draw) => stacked(draw, "merge"),
  "stacked, its parent squashed": (draw) => stacked(draw, "squash"),
  "stacked, its parent rebased": (draw) => stacked(draw, "rebase"),
  /** Rewritten after main went on: the event has the new head. */
  "rebased and pushed by force": (draw) => {
    const { history, root, tip, own } = start(draw);
    grown(history, root, own);
    const head = grown(history, tip, own);
    return settle(
      { history, checkout: head, main: tip, event: pullRequest(head, root) },
      tip,
      own,
      {
        why: /^the tip of main$/,
      },
    );
  },
  "pushed by force, the push": (draw) => {
    const { history, root, tip, own } = start(draw);
    const before = grown(history, root, own);
    const more = times(1 + draw(2), drawChanges(draw).own);
    const after = grown(history, root, [...own, ...more]);
    const event = (idOf: (mark: Mark) => string): BaseEvent => ({
      kind: "push",
      before: idOf(before),
    });
    return settle({ history, checkout: after, main: tip, event }, before, more, {
      why: /^the commit before this push$/,
      isShallowEnough: true,
    });
  },
  /** Other pull requests stand before it in the queue. */
  "merge queue": (draw) => {
    const { history, root, tip, own } = start(draw);
    const ahead = grown(history, tip, times(1 + draw(2), drawChanges(draw).parent));
    const head = grown(history, root, own);
    const group = history.commit([ahead, head], apply(history.stateOf(ahead), own));
    const event = (idOf: (mark: Mark) => string): BaseEvent => ({
      kind: "merge-group",
      head: idOf(group),
      base: idOf(ahead),
    });
    return settle({ history, checkout: group, main: tip, event }, ahead, own, {
      why: /^the base of this merge group$/,
      isShallowEnough: true,
    });
  },
  "run again after the merge": (draw) => landed(draw, "merge"),
  "run again after the squash": (draw) => landed(draw, "squash"),
  "run again after the fast-forward": (draw) => landed(draw, "forward"),
  /** Main was merged into the branch, and the branch's first part into main. */
  "criss-cross": (draw) => {
    const { history, root, tip } = start(draw);
    const { own: another } = drawChanges(draw);
    const [early, late] = [times(1 + draw(2), another), times(1 + draw(2), another)];
    const part = grown(history, root, early);
    const both = apply(history.stateOf(tip), early);
    const main = history.commit([tip, part], both);
    const branch = grown(history, history.commit([part, tip], both), late);
    const went = grown(
      history,
      main,
      times(draw(2), () => grow(4, 7)),
    );
    const sides = { history, checkout: branch, main: went, event: pullRequest(branch, main) };
    return settle(sides, went, late, { why: merged });
  },
  "a stale local main": (draw) => {
    const { history, root, tip, own } = start(draw);
    const head = grown(history, tip, own);
    return settle({ history, checkout: head, main: tip, localMain: root, event: null }, tip, own, {
      why: /^merge base with main$/,
    });
  },
  "a clean main": (draw) => {
    const { history, root, tip } = start(draw);
    return settle({ history, checkout: tip, main: tip, localMain: root, event: null }, null, [], {
      why: /^merge base with main$/,
    });
  },
  "a schedule": (draw) => {
    const { history, tip } = start(draw);
    const event = (): BaseEvent => ({ kind: "branch", main: "main" });
    return settle({ history, checkout: tip, main: tip, event }, null, [], {
      why: /^merge base with main$/,
    });
  },
} as const satisfies Readonly<Record<string, (draw: Draw) => Topology>>;

function start(draw: Draw, atLeast = 1) {
  const history = createHistory();
  const root = history.commit([], first);
  const { own, main } = drawChanges(draw);
  const tip = grown(history, root, times(atLeast + draw(3), main));
  return { history, root, tip, own: times(1 + draw(3), own) };
}

/** `base`: null where nothing is to be compared. `own`: the branch's changes. */
function settle(
  sides: Pick<Topology, "history" | "checkout" | "event"> &
    Partial<Pick<Topology, "main" | "localMain">>,
  base: Mark | null,
  own: readonly Change[],
  rest: Pick<Topology, "why"> & Partial<Pick<Topology, "isShallowEnough">>,
): Topology {
  const from = sides.history.stateOf(base ?? sides.checkout);
  return {
    main: null,
    localMain: null,
    isShallowEnough: false,
    ...sides,
    base,
    own: { from, to: apply(from, own) },
    ...rest,
  };
}

function behind(draw: Draw, which: "merge" | "head"): Topology {
  const { history, root, tip, own } = start(draw);
  const head = grown(history, root, own);
  const event = pullRequest(head, root);
  if (which === "head")
    return settle({ history, checkout: head, main: tip, event }, tip, own, { why: merged });
  const merge = history.commit([tip, head], apply(history.stateOf(tip), own));
  return settle({ history, checkout: merge, event }, tip, own, {
    why: /^the first parent of this merge$/,
    isShallowEnough: true,
  });
}

/** The parent branch is on main already; the branch stands on the commits it had. */
function stacked(draw: Draw, how: "merge" | "squash" | "rebase"): Topology {
  const { history, root, tip, own } = start(draw);
  const parents = times(1 + draw(3), drawChanges(draw).parent);
  const parent = grown(history, root, parents);
  const head = grown(history, parent, own);
  const landed = land(history, how, { tip, parent, changes: parents });
  return settle(
    { history, checkout: head, main: landed, event: pullRequest(head, tip) },
    landed,
    own,
    {
      why: merged,
    },
  );
}

function land(
  history: History,
  how: "merge" | "squash" | "rebase",
  { tip, parent, changes }: { tip: Mark; parent: Mark; changes: readonly Change[] },
): Mark {
  const state = apply(history.stateOf(tip), changes);
  if (how === "rebase") return grown(history, tip, changes);
  return history.commit(how === "merge" ? [tip, parent] : [tip], state);
}

function landed(draw: Draw, how: "merge" | "squash" | "forward"): Topology {
  const { history, root, tip, own } = start(draw, how === "forward" ? 0 : 1);
  const head = grown(history, how === "forward" ? tip : root, own);
  const main = how === "forward" ? head : land(history, how, { tip, parent: head, changes: own });
  const event = pullRequest(head, tip);
  const why = how === "squash" ? merged : /^merge base with main$/;
  return settle({ history, checkout: head, main, event }, null, [], { why });
}
