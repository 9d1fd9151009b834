import { describe, expect, test } from "vitest";
import { formatUsd, parseUsd } from "../../../src/money.ts";
import type { Server } from "../../servers/github.ts";
import {
  commitAll,
  createPullRequest,
  git,
  write,
  type PullRequest,
} from "../../repositories/scratch-repository.ts";
import { policy } from "../policy.ts";
import {
  codes,
  github,
  onPullRequest,
  pullRequestEvent,
  runAction,
  runBare,
  type Call,
  type Step,
} from "./step.ts";

const cent = 10_000_000_000n;

function configWith(rest = ""): string {
  return `scenarios:
  support:
    fixtures: fixtures/*.json
    traffic: { runs: 90k/month }
    budget: { increase: { percent: 5, at-least: $10 } }
budget: { increase: { percent: 6 } }
${rest}`;
}

const base = {
  "promptcost.yml": configWith(),
  "policy.md": policy,
  "fixtures/ask.json": {
    request: {
      model: "claude-sonnet-5",
      max_tokens: 300,
      system: [{ type: "text", text: { $file: "../policy.md" } }],
      messages: [{ role: "user", content: "Can I return this?" }],
    },
    expect: { output_tokens: 100 },
  },
};

/** A policy half as long again. */
const longer = { "policy.md": policy.repeat(2).slice(0, policy.length * 1.5) };

function open(change: Readonly<Record<string, unknown>> = longer, main = base): PullRequest {
  return createPullRequest({ files: main }, { files: change });
}

function say(server: Server, login: string, body: string): void {
  server.comments.push({ id: 10 + server.comments.length, body, user: { login } });
}

/** What the change costs a month, to the pico-dollar. */
async function deltaOf(pull: PullRequest): Promise<bigint> {
  const { report } = await onPullRequest(pull, null);
  return parseUsd(report.scenarios[0]?.deltaUsd ?? "") ?? 0n;
}

function accept(usd: bigint, rest = ""): string {
  return `/promptcost accept support up-to $${formatUsd(usd)}${rest}: longer policy, agreed`;
}

function bodyOf(server: Server): string {
  return server.comments.find(({ body }) => body.startsWith("<!-- promptcost"))?.body ?? "";
}

function withPeople(use: (server: Server) => Promise<void>): Promise<void> {
  return github({}, async (server) => {
    server.permissions.set("maintainer", "maintain");
    server.permissions.set("mallory", "read");
    await use(server);
  });
}

describe("a comment that accepts an increase", () => {
  test("by a maintainer, as much as the change costs: the check passes and says who, why, how much", async () => {
    const pull = open();
    const delta = await deltaOf(pull);
    await withPeople(async (server) => {
      const before = await onPullRequest(pull, server);
      expect([before.code, before.report.verdict]).toEqual([1, "fail"]);
      // The comment says how to accept it, and its line is one that does.
      const [offered] = /^\/promptcost accept support up-to .*$/m.exec(bodyOf(server)) ?? [];
      expect(offered).toBeDefined();
      expect(before.stdout).toContain(`Where it is meant, comment: ${offered ?? ""}`);
      say(server, "maintainer", accept(delta, " until 2099-01-31"));
      const after = await onPullRequest(pull, server, { run: 2 });
      expect([after.code, after.report.verdict]).toEqual([0, "pass"]);
      expect(after.report.accepted).toMatchObject([
        { scenario: "support", state: "covers", by: "maintainer", until: "2099-01-31" },
      ]);
      expect(after.report.scenarios[0]?.budgets).toMatchObject([{ over: false, accepted: true }]);
      expect(after.report.totals.budgets).toMatchObject([{ over: false, accepted: true }]);
      for (const said of [bodyOf(server), after.summary]) {
        expect(said).toContain("**accepted:** up to $");
        expect(said).toContain("a month more for `support` by @&#8203;maintainer until 2099-01-31");
        expect(said).toContain('"longer policy, agreed"; this change costs $');
      }
      expect(after.stdout).toContain("by @maintainer until 2099-01-31");
      say(server, "maintainer", (offered ?? "").replace("reason", "as you say"));
      expect((await onPullRequest(pull, server, { run: 3 })).code).toBe(0);
    });
  });

  test("still holds after a push that costs no more, and fails again for a cent", async () => {
    const pull = open();
    const delta = await deltaOf(pull);
    await withPeople(async (server) => {
      say(server, "maintainer", accept(delta));
      git(pull.root, "checkout", "-q", "change");
      write(pull.root, { "notes.md": "Nothing to see.\n" });
      const head = commitAll(pull.root, "harmless");
      git(pull.root, "checkout", "-q", "--detach", "main");
      git(pull.root, "merge", "-q", "--no-ff", "-m", "merge", "change");
      const pushed = { ...pull, head, merge: git(pull.root, "rev-parse", "HEAD") };
      expect((await onPullRequest(pushed, server)).code).toBe(0);
      const [comment] = server.comments;
      if (comment === undefined) throw new Error("no comment");
      comment.body = accept(delta - cent);
      const short = await onPullRequest(pushed, server, { run: 2 });
      expect([short.code, short.report.verdict]).toEqual([1, "fail"]);
      expect(short.report.accepted).toMatchObject([{ state: "exceeded" }]);
      expect(bodyOf(server)).toMatch(
        /\*\*not accepted:\*\* up to \$[\d,.]+ a month more .* costs \$[\d,.]+ a month more, \$0\.01 too much/,
      );
      // A pico-dollar is too much, too.
      comment.body = accept(delta - 1n);
      expect((await onPullRequest(pushed, server, { run: 3 })).code).toBe(1);
      comment.body = accept(delta);
      expect((await onPullRequest(pushed, server, { run: 4 })).code).toBe(0);
    });
  });

  test.for([
    ["forged by an outsider", "mallory", "", "@mallory has read access"],
    ["of a stranger", "stranger", "", "@stranger has no access"],
    ["expired", "maintainer", " until 2020-01-31", "has expired"],
  ] as const)("%s: refused, and said why", async ([, login, until, why]) => {
    const pull = open();
    await withPeople(async (server) => {
      say(server, login, accept(10_000n * 100n * cent, until));
      const step = await onPullRequest(pull, server);
      expect([step.code, step.report.verdict]).toEqual([1, "fail"]);
      expect(step.stdout).toContain(why);
      const plain = bodyOf(server).replaceAll("&#8203;", "");
      expect(plain).toContain(why);
      expect(step.report.accepted.map(({ state }) => state)).toEqual(
        login === "maintainer" ? ["expired"] : [],
      );
    });
  });

  test.for([
    ["comments", /\/issues\/7\/comments$/, "acceptances-unread"],
    ["permissions", /\/collaborators\//, "acceptance-unchecked"],
  ] as const)("is none where GitHub does not answer for %s", async ([, path, code]) => {
    const pull = open();
    for (const fault of [
      { status: 403 },
      { status: 404, message: "x" },
      { status: 200, html: true },
    ])
      await withPeople(async (server) => {
        say(server, "maintainer", accept(10_000n * 100n * cent));
        server.fault("GET", path, { times: 99, ...fault });
        const step = await onPullRequest(pull, server);
        expect([step.code, step.report.verdict]).toEqual([1, "fail"]);
        if (fault.status !== 404 || code === "acceptances-unread")
          expect(codes(step)).toContain(code);
        else expect(codes(step)).toContain("acceptance-refused");
      });
  });

  test("GitHub is asked only where something is exceeded that can be accepted", async () => {
    await withPeople(async (server) => {
      await onPullRequest(open({ "notes.md": "Nothing to see.\n" }), server);
      const lists = server.calls.filter(
        ({ path, method }) => method === "GET" && path.endsWith("/comments"),
      );
      await onPullRequest(open(), server, { run: 2 });
      const more = server.calls.filter(
        ({ path, method }) => method === "GET" && path.endsWith("/comments"),
      );
      expect(more.length - lists.length).toBeGreaterThan(lists.length);
    });
  });

  test("in a merge queue it is that of the pull request the group is named after", async () => {
    const pull = open();
    const delta = await deltaOf(pull);
    const event = {
      name: "merge_group",
      payload: {
        merge_group: {
          head_sha: pull.merge,
          base_sha: pull.base,
          head_ref: `refs/heads/gh-readonly-queue/main/pr-7-${pull.base}`,
        },
        repository: { full_name: "acme/shop", default_branch: "main" },
      },
    };
    await withPeople(async (server) => {
      expect((await onPullRequest(pull, server, { event })).code).toBe(1);
      say(server, "maintainer", accept(delta));
      expect((await onPullRequest(pull, server, { event })).code).toBe(0);
    });
  });
});

describe("an entry of the config", () => {
  const entry =
    "accept: [{ scenario: support, up-to: $9999, reason: longer, until: 2099-01-31 }]\n";

  test("that a change of this repository adds itself counts, and leads", async () => {
    const pull = open({ ...longer, "promptcost.yml": configWith(entry) });
    await withPeople(async (server) => {
      const step = await onPullRequest(pull, server);
      expect([step.code, step.report.verdict]).toEqual([0, "pass"]);
      expect(step.report.loosened).toMatchObject([
        { from: "none", to: "support: up to $9,999 more until 2099-01-31", line: 7 },
      ]);
      const [, after = ""] = bodyOf(server).split("### promptcost");
      expect(after.split("\n")[2]).toBe("**This change makes rules laxer:**");
      expect(bodyOf(server)).toContain("promptcost.yml:7");
    });
  });

  test("of a fork's own counts for nothing; main's does, and so does a maintainer's comment", async () => {
    const own = open({ ...longer, "promptcost.yml": configWith(entry) });
    const mains = open(longer, { ...base, "promptcost.yml": configWith(entry) });
    await withPeople(async (server) => {
      const fork = (pull: PullRequest, run: number): Promise<Step> =>
        onPullRequest(pull, server, { event: pullRequestEvent(pull, "mallory/shop"), run });
      const refused = await fork(own, 1);
      expect([refused.code, refused.report.accepted]).toEqual([1, []]);
      expect((await fork(mains, 2)).code).toBe(0);
      say(server, "mallory", accept(9999n * 100n * cent));
      expect((await fork(own, 3)).code).toBe(1);
      say(server, "maintainer", accept(9999n * 100n * cent));
      expect((await fork(own, 4)).code).toBe(0);
    });
  });

  test("that has expired is a note to remove it", async () => {
    const expired = entry.replace("2099", "2020");
    const pull = open(longer, { ...base, "promptcost.yml": configWith(expired) });
    const step = await onPullRequest(pull, null);
    expect(step.code).toBe(1);
    expect(codes(step)).toContain("acceptance-expired");
    expect(step.report.accepted).toMatchObject([{ state: "expired", line: 7 }]);
  });

  test("is of an increase: an absolute budget stays exceeded, and is to be raised", async () => {
    const strict = configWith(entry).replace(
      "budget: { increase",
      "budget: { monthly: $1, increase",
    );
    const step = await onPullRequest(open(longer, { ...base, "promptcost.yml": strict }), null);
    expect(step.code).toBe(1);
    expect(codes(step)).toContain("acceptance-not-for-budget");
  });
});

describe("a comment's own run", () => {
  function commented(pull: PullRequest, over: Partial<Call> & { body?: string; sender?: string }) {
    const { body = accept(9999n * 100n * cent), sender = "maintainer", ...rest } = over;
    const event = {
      name: "issue_comment",
      payload: {
        action: "created",
        issue: { number: 7, pull_request: { url: "x" } },
        comment: { id: 10, body },
        sender: { login: sender },
        repository: { full_name: "acme/shop", default_branch: "main" },
      },
    };
    return { root: pull.root, event, sha: pull.base, ...rest };
  }

  function published(server: Server, pull: PullRequest): void {
    server.pulls.set(7, {
      state: "open",
      head: { sha: pull.head, ref: "change", repo: { full_name: "mallory/shop" } },
      base: { sha: pull.base, ref: "main", repo: { full_name: "acme/shop" } },
    });
    const run = { head_sha: pull.head, event: "pull_request", status: "completed" };
    server.runs.push(
      { ...run, id: 41, name: "ci", path: "ci.yml", workflow_id: 1, conclusion: "failure" },
      { ...run, id: 42, name: "promptcost", path: "a.yml", workflow_id: 2, conclusion: "failure" },
      { ...run, id: 40, name: "promptcost", path: "a.yml", workflow_id: 2, conclusion: "failure" },
    );
  }

  test("runs the pull request's own check again, without its code", async () => {
    const pull = open();
    git(pull.root, "checkout", "-q", "main");
    await withPeople(async (server) => {
      published(server, pull);
      const step = await runBare({ ...commented(pull, {}), server });
      expect([step.code, server.reruns]).toEqual([0, ["42/rerun-failed-jobs"]]);
      expect(step.stdout).toContain("The check runs again: run 42");
      // What was accepted may have been taken back.
      for (const run of server.runs) run.conclusion = "success";
      await runBare({ ...commented(pull, { body: "/promptcost revoke support" }), server });
      expect(server.reruns.at(-1)).toBe("42/rerun");
    });
  });

  test.for([
    ["an outsider", { sender: "mallory" }, "not accepted, @mallory has read access"],
    ["no command", { body: "Thanks!" }, "no `/promptcost` command"],
    ["a quoted one", { body: `> ${accept(cent)}` }, "no `/promptcost` command"],
  ] as const)("runs nothing again for %s", async ([, over, said]) => {
    const pull = open();
    git(pull.root, "checkout", "-q", "main");
    await withPeople(async (server) => {
      published(server, pull);
      const step = await runBare({ ...commented(pull, over), server });
      expect([step.code, server.reruns]).toEqual([0, []]);
      expect(step.stdout).toContain(said);
    });
  });

  test("checks where the pull request is checked out, and brings its comment up to date", async () => {
    const pull = open();
    await withPeople(async (server) => {
      published(server, pull);
      await onPullRequest(pull, server, { event: pullRequestEvent(pull, "mallory/shop") });
      expect(bodyOf(server)).toContain("promptcost: fail");
      say(server, "mallory", accept(9999n * 100n * cent));
      const call = { ...commented(pull, { sender: "mallory" }), server, run: 50 };
      const forged = await runAction(call);
      expect([forged.code, forged.report.verdict, server.reruns]).toEqual([1, "fail", []]);
      expect(codes(forged)).toContain("acceptance-refused");
      say(server, "maintainer", accept(9999n * 100n * cent));
      const step = await runAction({ ...commented(pull, {}), server, run: 51 });
      expect([step.code, step.report.verdict]).toEqual([0, "pass"]);
      expect(step.report.base?.sha).toBe(pull.base);
      expect(bodyOf(server)).toContain("promptcost: pass");
      expect(server.reruns).toEqual(["42/rerun-failed-jobs"]);
    });
  });

  test("says what is missing where it may not", async () => {
    const pull = open();
    git(pull.root, "checkout", "-q", "main");
    await github({ without: ["actions"] }, async (server) => {
      server.permissions.set("maintainer", "write");
      published(server, pull);
      const step = await runAction({ ...commented(pull, {}), server });
      expect([step.code, codes(step)]).toEqual([2, ["check-not-run-again"]]);
      expect(step.stdout).toContain("actions: write");
    });
  });
});
