/** What people accept by comments on a pull request. */
import type { Acceptance, CommentedAcceptances } from "../../budget/acceptance/acceptance.ts";
import { descendingBy, groupBy } from "../../order.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { Conversation, RemoteComment, Reply } from "../github.ts";
import { acceptForm, readCommands, type Command } from "./command.ts";

/** Authors whose permission is asked for at most: a crowd holds up no check. */
const mostAuthors = 20;

/** Comments of a kind that are told of at most. */
const mostTold = 10;

/** Who may accept: those who could merge the change. */
const writing: ReadonlySet<string> = new Set(["admin", "maintain", "write"]);

/** GitHub's logins, those with an enterprise's short code too. */
const loginPattern = /^[A-Za-z0-9][\w-]{0,99}$/;

/**
 * Reads the comments of a pull request from GitHub, as they are now: whatever was edited says what
 * it says, whatever was deleted nothing. The newest acceptance by somebody who may write counts, for
 * each scenario and each kind of what is accepted; `/promptcost revoke` takes a scenario's back.
 * What cannot be read or checked accepts nothing, and takes back what was accepted before.
 */
export async function readAcceptances(
  conversation: Conversation,
  number: number,
): Promise<CommentedAcceptances> {
  const listed = await conversation.comments(number);
  if (!listed.ok)
    return {
      acceptances: [],
      problems: [problem("acceptances-unread", nowhere, { number, said: listed.said })],
    };
  const said = listed.value
    .toSorted((a, b) => a.id - b.id)
    .flatMap((comment) => readCommands(comment.body).map((command) => ({ comment, command })));
  const authorities = await askAuthorities(conversation, said);
  const standing = new Map<string, Acceptance>();
  for (const each of said) apply(each, authorities.of(each.comment), standing);
  return {
    acceptances: [...standing.values()],
    problems: [...malformedOf(said), ...authorities.problems],
  };
}

/**
 * Whether somebody may accept: null where they may, else why not, as the rest of a sentence about
 * them.
 */
export async function mayAccept(
  conversation: Conversation,
  login: string,
): Promise<Reply<string | null>> {
  if (!loginPattern.test(login)) return { ok: true, value: "is no person" };
  const reply = await conversation.permission(login);
  if (!reply.ok) return reply;
  return { ok: true, value: writing.has(reply.value) ? null : describeAccess(reply.value) };
}

interface SaidCommand {
  readonly comment: RemoteComment;
  readonly command: Command;
}

/** Whether an author may accept; `unknown` where GitHub does not say. */
type Authority = "may" | "may-not" | "unknown";

interface Authorities {
  readonly of: (comment: RemoteComment) => Authority;
  readonly problems: readonly Problem[];
}

/** Asks what the authors of commands may do, the repository's own people first. */
async function askAuthorities(
  conversation: Conversation,
  said: readonly SaidCommand[],
): Promise<Authorities> {
  const asking = said.filter(({ command }) => command.kind !== "malformed");
  const byAuthor = groupBy(asking.toReversed(), ({ comment }) => comment.author ?? "");
  const authors = [...byAuthor].map(([login, [first]]) => ({
    login,
    isBot: first?.comment.isBot ?? false,
    isOwn: first?.comment.isOwn === true ? 1 : 0,
  }));
  const people = authors
    .filter(({ login, isBot }) => !isBot && loginPattern.test(login))
    .sort(descendingBy(({ isOwn }) => isOwn));
  const asked = people.slice(0, mostAuthors);
  const answers = await Promise.all(
    asked.map(async ({ login }) => [login, await mayAccept(conversation, login)] as const),
  );
  const known = new Map<string, Authority>();
  const problems: Problem[] = authors.flatMap(({ login, isBot }) => {
    if (isBot) return [refused(login, "is a bot")];
    return loginPattern.test(login) ? [] : [refused("ghost", "is no account any more")];
  });
  for (const [login, reply] of answers) {
    known.set(login, !reply.ok ? "unknown" : reply.value === null ? "may" : "may-not");
    if (!reply.ok)
      problems.push(problem("acceptance-unchecked", nowhere, { login, said: reply.said }));
    else if (reply.value !== null) problems.push(refused(login, reply.value));
  }
  const left = people.length - asked.length;
  return {
    of: ({ author, isBot }) => (isBot ? "may-not" : (known.get(author ?? "") ?? "may-not")),
    problems: [
      ...problems.slice(0, mostTold),
      ...(left > 0 ? [problem("acceptances-too-many", nowhere, { left, most: mostAuthors })] : []),
    ],
  };
}

function refused(login: string, why: string): Problem {
  return problem("acceptance-refused", nowhere, { login: login.replace(/\[bot\]$/, ""), why });
}

/** GitHub's word for what somebody may do, where it is one. */
function describeAccess(permission: string): string {
  const word = /^[a-z]{1,20}$/.test(permission) ? permission : "another";
  return word === "none" ? "has no access" : `has ${word} access`;
}

function malformedOf(said: readonly SaidCommand[]): readonly Problem[] {
  return said
    .flatMap(({ comment, command }) => {
      if (command.kind !== "malformed") return [];
      const author = comment.author ?? "";
      const login = loginPattern.test(author) ? author : "ghost";
      const details = { login, why: command.why, form: acceptForm };
      return [problem("acceptance-malformed", nowhere, details)];
    })
    .slice(-mostTold);
}

/** What stands after a command, of what stood before it. */
function apply(
  { comment, command }: SaidCommand,
  authority: Authority,
  standing: Map<string, Acceptance>,
): void {
  if (command.kind === "malformed" || authority === "may-not") return;
  if (command.kind === "revoke" || authority === "unknown") {
    for (const [key, { scenario }] of standing)
      if (scenario === command.scenario) standing.delete(key);
    return;
  }
  const { scenario, until, reason } = command;
  const by = { kind: "comment" as const, login: comment.author ?? "", url: comment.url };
  for (const upTo of command.upTo) {
    const key = JSON.stringify([scenario, upTo.kind, upTo.kind === "model" ? upTo.model : null]);
    // One that is said again is the newest.
    standing.delete(key);
    standing.set(key, { scenario, upTo, from: null, reason, until, by });
  }
}
