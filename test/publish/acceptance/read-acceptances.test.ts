import { describe, expect, test } from "vitest";
import { readAcceptances } from "../../../src/publish/acceptance/read-acceptances.ts";
import { startGitHub, type Server } from "../../servers/github.ts";
import { connect } from "../connection.ts";

const dollar = 1_000_000_000_000n;

function say(server: Server, login: string, body: string, type = "User"): void {
  server.comments.push({ id: 100 + server.comments.length, body, user: { login, type } });
}

async function withPeople(use: (server: Server) => Promise<void>): Promise<void> {
  await using server = await startGitHub();
  for (const [login, permission] of Object.entries({
    ann: "admin",
    ben: "write",
    mia: "maintain",
    tom: "triage",
    mallory: "read",
    ned: "none",
  }))
    server.permissions.set(login, permission);
  await use(server);
}

function read(server: Server): ReturnType<typeof readAcceptances> {
  return readAcceptances(connect(server).conversation, 7);
}

/** Scenario, dollars and login of what is accepted. */
async function acceptedIn(server: Server): Promise<readonly unknown[]> {
  const { acceptances } = await read(server);
  return acceptances.map(({ scenario, upTo, by }) => [
    scenario,
    upTo.kind === "usd" ? Number(upTo.usd / dollar) : upTo,
    by.kind === "comment" ? by.login : null,
  ]);
}

const accept = (usd: number, scenario = "support"): string =>
  `/promptcost accept ${scenario} up-to $${usd}: agreed`;

describe("who may accept", () => {
  test.for(["ann", "ben", "mia"])("%s may write, so may accept", (login) =>
    withPeople(async (server) => {
      say(server, login, accept(500));
      expect(await acceptedIn(server)).toEqual([["support", 500, login]]);
      expect((await read(server)).problems).toEqual([]);
    }),
  );

  test.for([
    ["tom", "has triage access"],
    ["mallory", "has read access"],
    ["ned", "has no access"],
    ["stranger", "has no access"],
  ] as const)("%s may not, and it is said why", ([login, why]) =>
    withPeople(async (server) => {
      say(server, login, accept(500));
      const { acceptances, problems } = await read(server);
      expect(acceptances).toEqual([]);
      expect(problems).toMatchObject([{ code: "acceptance-refused", severity: "warning" }]);
      expect(problems[0]?.message).toContain(`Not accepted: @${login} ${why}`);
    }),
  );

  test("a bot may not, whatever its permission, nor an account that is gone", () =>
    withPeople(async (server) => {
      server.permissions.set("helper[bot]", "admin");
      server.permissions.set("ci", "admin");
      say(server, "helper[bot]", accept(1), "Bot");
      say(server, "ci", accept(2), "Bot");
      say(server, "a/../../../user", accept(3));
      const { acceptances, problems } = await read(server);
      expect(acceptances).toEqual([]);
      expect(problems.map(({ message }) => message.slice(0, 40))).toEqual([
        "Not accepted: @ghost is no account any m",
        "Not accepted: @ci is a bot, and only peo",
        "Not accepted: @helper is a bot, and only",
      ]);
      expect(server.calls.filter(({ path }) => path.includes("/collaborators/"))).toEqual([]);
    }));

  test("our own comment, which shows how to accept, accepts nothing", () =>
    withPeople(async (server) => {
      say(server, "ann", `<!-- promptcost 1 promptcost.yml 9c0 1 1 abc -->\n${accept(500)}`);
      expect(await read(server)).toEqual({ acceptances: [], problems: [] });
    }));
});

describe("which of several counts", () => {
  test("the newest by somebody who may, for each scenario", () =>
    withPeople(async (server) => {
      say(server, "ann", accept(500));
      say(server, "ben", accept(100));
      say(server, "mallory", accept(9999));
      say(server, "ann", accept(7, "'nightly labels'"));
      expect(await acceptedIn(server)).toEqual([
        ["support", 100, "ben"],
        ["nightly labels", 7, "ann"],
      ]);
    }));

  test("money, tokens and models each by themselves", () =>
    withPeople(async (server) => {
      say(server, "ann", accept(500));
      say(server, "ann", "/promptcost accept support tokens 3000: longer\n");
      say(server, "ann", "/promptcost accept support model claude-opus-5: better");
      expect(await acceptedIn(server)).toHaveLength(3);
    }));

  test("what is taken back counts no longer, and only who may takes it back", () =>
    withPeople(async (server) => {
      say(server, "ann", accept(500));
      say(server, "mallory", "/promptcost revoke support");
      expect(await acceptedIn(server)).toEqual([["support", 500, "ann"]]);
      say(server, "ben", "/promptcost revoke support");
      expect(await acceptedIn(server)).toEqual([]);
      say(server, "ben", accept(20));
      expect(await acceptedIn(server)).toEqual([["support", 20, "ben"]]);
    }));

  test("a comment says what it says now", () =>
    withPeople(async (server) => {
      say(server, "ann", accept(500));
      const [comment] = server.comments;
      if (comment === undefined) throw new Error("no comment");
      comment.body = accept(50);
      expect(await acceptedIn(server)).toEqual([["support", 50, "ann"]]);
      server.comments.length = 0;
      expect(await acceptedIn(server)).toEqual([]);
    }));

  test("one that is not understood is answered with the right form", () =>
    withPeople(async (server) => {
      say(server, "ann", "/promptcost accept support $500");
      const { acceptances, problems } = await read(server);
      expect(acceptances).toEqual([]);
      expect(problems).toMatchObject([{ code: "acceptance-malformed" }]);
      expect(problems[0]?.fix).toContain("/promptcost accept <scenario> up-to $500");
    }));
});

describe("GitHub that does not answer accepts nothing", () => {
  const failures = [
    ["403", { status: 403, message: "Resource not accessible by integration" }],
    ["500", { status: 500 }],
    ["HTML", { status: 200, html: true }],
    ["HTML and 502", { status: 502, html: true }],
  ] as const;

  test.for(failures)("to who asks for comments: %s", ([, fault]) =>
    withPeople(async (server) => {
      say(server, "ann", accept(500));
      server.fault("GET", /\/issues\/7\/comments$/, { times: 99, ...fault });
      const { acceptances, problems } = await read(server);
      expect(acceptances).toEqual([]);
      expect(problems).toMatchObject([{ code: "acceptances-unread", severity: "warning" }]);
    }),
  );

  test.for(failures)("to who asks for a permission: %s", ([, fault]) =>
    withPeople(async (server) => {
      say(server, "ann", accept(500));
      server.fault("GET", /\/collaborators\//, { times: 99, ...fault });
      const { acceptances, problems } = await read(server);
      expect(acceptances).toEqual([]);
      expect(problems).toMatchObject([{ code: "acceptance-unchecked", severity: "warning" }]);
      expect(problems[0]?.message).toContain("@ann");
    }),
  );

  test("and what may be a revocation is one", () =>
    withPeople(async (server) => {
      say(server, "ann", accept(500));
      say(server, "ben", "/promptcost revoke support");
      server.fault("GET", /\/collaborators\/ben\//, { times: 99, status: 500 });
      expect(await acceptedIn(server)).toEqual([]);
    }));
});

test("a crowd holds up no check, and keeps nobody of the repository from accepting", () =>
  withPeople(async (server) => {
    for (let index = 0; index < 300; index++) say(server, `crowd-${index}`, accept(index + 1));
    say(server, "ann", accept(500));
    const { problems } = await read(server);
    expect(await acceptedIn(server)).toEqual([["support", 500, "ann"]]);
    expect(problems.length).toBeLessThanOrEqual(11);
    expect(problems.at(-1)?.code).toBe("acceptances-too-many");
  }));
