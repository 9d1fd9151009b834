import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createHash } from "node:crypto";

/**
 * A GitHub of our own on loopback: issue comments, refs, contents, archives and the two GraphQL
 * questions promptcost asks. It pages, holds bodies to their limit, knows whose token reads only,
 * and can be told to fail or to let something happen between two requests.
 */
export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type?: string };
  readonly node_id?: string;
  /** Folded away. */
  minimized?: boolean;
}

/** A run of a workflow, as far as anybody asks. */
export interface WorkflowRun {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly workflow_id: number;
  readonly head_sha: string;
  readonly event: string;
  status: string;
  conclusion: string | null;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

interface Fault {
  readonly method: string;
  readonly path: RegExp;
  times: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: string;
  /** What was asked is done all the same; only its answer is lost. */
  readonly done: boolean;
  /** A page of HTML in place of JSON, as a proxy gives it. */
  readonly html: boolean;
}

export interface Options {
  readonly login?: string;
  readonly pageSize?: number;
  /** Permissions the token lacks. */
  readonly without?: readonly /** GitHub Actions may not create pull requests. */
  (
    | "pull requests"
    | "comments"
    | "contents"
    | "actions"
    /** Of comments that others wrote. */
    | "deleting"
    | "minimizing"
    | "editing"
  )[];
  /** How many times a list does not show a comment that was just made. */
  readonly lag?: number;
  /** A ruleset on every branch: its words. */
  readonly rule?: string;
}

export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly graphqlUrl: string;
  readonly comments: Comment[];
  readonly calls: Call[];
  readonly commits: {
    readonly oid: string;
    readonly branch: string;
    readonly path: string;
    readonly content: string;
    readonly headline: string;
    /** All it adds, the first too. */
    readonly files: readonly { readonly path: string; readonly content: string }[];
    readonly deleted: readonly string[];
  }[];
  readonly branches: Map<string, string>;
  /** Files by commit and path: `<sha>:<path>`. */
  readonly files: Map<string, string>;
  readonly archives: Map<string, Uint8Array>;
  readonly mergeBases: Map<string, string>;
  /** By login; who is not in it is no collaborator. */
  readonly permissions: Map<string, string>;
  /** Commits made by themselves, by id: message, parents, tree. */
  readonly objects: Map<string, { message: string; parents: readonly string[]; tree: string }>;
  /** Pull requests that were opened here: from, to. */
  readonly opened: { readonly number: number; readonly head: string; readonly base: string }[];
  /** By number. */
  readonly pulls: Map<number, unknown>;
  readonly runs: WorkflowRun[];
  /** What was asked to run again: `7/rerun`, `7/rerun-failed-jobs`. */
  readonly reruns: string[];
  readonly fault: (
    method: string,
    path: RegExp,
    fault?: Partial<Omit<Fault, "method" | "path">>,
  ) => void;
  /** Runs before the next matching request is answered, once. */
  readonly before: (method: string, path: RegExp, act: () => void | Promise<void>) => void;
  /** Counts requests that change something. */
  readonly writes: () => number;
}

const bodyLimit = 65_536;

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? null : JSON.parse(text);
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? new Map(Object.entries(inner)).get(key)
        : undefined,
    value,
  );
}

function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : "";
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly raw?: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

const refused: Answer = {
  status: 403,
  body: { message: "Resource not accessible by integration" },
};
const missing: Answer = { status: 404, body: { message: "Not Found" } };

export async function startGitHub(options: Options = {}): Promise<Server> {
  const { login = "github-actions[bot]", pageSize = 100, without = [], rule, lag = 0 } = options;
  const hidden = new Map<number, number>();
  const [comments, calls, faults]: [Comment[], Call[], Fault[]] = [[], [], []];
  const hooks: { method: string; path: RegExp; act: () => void | Promise<void> }[] = [];
  const commits: Server["commits"] = [];
  const [branches, files, mergeBases] = [
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ];
  const archives = new Map<string, Uint8Array>();
  const [permissions, pulls] = [new Map<string, string>(), new Map<number, unknown>()];
  const [runs, reruns]: [WorkflowRun[], string[]] = [[], []];
  let nextId = 1000;
  let url = "";

  const listComments = (query: URLSearchParams, path: string): Answer => {
    const size = Math.min(Number(query.get("per_page") ?? "30"), pageSize);
    const page = Number(query.get("page") ?? "1");
    const visible = comments.filter(({ id }) => (hidden.get(id) ?? 0) === 0);
    for (const [id, times] of hidden) hidden.set(id, Math.max(times - 1, 0));
    const shown = visible.slice((page - 1) * size, page * size);
    const next =
      page * size < visible.length
        ? { link: `<${url}${path}?per_page=${size}&page=${page + 1}>; rel="next"` }
        : {};
    return { status: 200, body: shown.map((entry) => ({ ...entry })), headers: next };
  };

  const writeComment = (comment: Comment | undefined, body: string): Answer => {
    if (without.includes("comments")) return refused;
    if (Buffer.byteLength(body) > bodyLimit)
      return {
        status: 422,
        body: { message: "Validation Failed: body is too long (maximum is 65536 characters)" },
      };
    if (comment === undefined) {
      const made = { id: nextId, body, user: { login }, node_id: `IC_${nextId}` };
      nextId += 1;
      comments.push(made);
      hidden.set(made.id, lag);
      return { status: 201, body: { ...made } };
    }
    if (comment.user.login !== login && without.includes("editing")) return refused;
    comment.body = body;
    return { status: 200, body: { ...comment } };
  };

  const minimize = (node: string): Answer => {
    const comment = comments.find((each) => each.node_id === node);
    if (comment === undefined || without.includes("minimizing"))
      return {
        status: 200,
        body: { data: { minimizeComment: null }, errors: [{ type: "FORBIDDEN", message: "No" }] },
      };
    comment.minimized = true;
    return {
      status: 200,
      body: { data: { minimizeComment: { minimizedComment: { isMinimized: true } } } },
    };
  };

  const commit = (input: unknown): Answer => {
    const branch = textAt(input, "branch", "branchName");
    const failure = (type: string, message: string): Answer => ({
      status: 200,
      body: {
        data: { createCommitOnBranch: null },
        errors: [{ type, message, path: ["createCommitOnBranch"] }],
      },
    });
    if (without.includes("contents"))
      return failure("FORBIDDEN", "Resource not accessible by integration");
    if (rule !== undefined) return failure("UNPROCESSABLE", rule);
    const onto = textAt(input, "expectedHeadOid");
    const head = branches.get(branch);
    if (head !== onto)
      return failure(
        "STALE_DATA",
        `Expected branch to point to "${head ?? ""}" but it did not. Pull and try again.`,
      );
    const added = [at(input, "fileChanges", "additions")].flat().map((entry) => ({
      path: textAt(entry, "path"),
      content: Buffer.from(textAt(entry, "contents"), "base64").toString("utf8"),
    }));
    const deleted = (
      at(input, "fileChanges", "deletions") === undefined
        ? []
        : [at(input, "fileChanges", "deletions")].flat()
    ).map((entry) => textAt(entry, "path"));
    const absent = deleted.find((gone) => !files.has(`${onto}:${gone}`));
    if (absent !== undefined) return failure("UNPROCESSABLE", `${absent} does not exist`);
    const { path, content } = added[0] ?? { path: "", content: "" };
    const headline = textAt(input, "message", "headline");
    const oid = createHash("sha1")
      .update(`${onto}${path}${content}${commits.length}`)
      .digest("hex");
    commits.push({ oid, branch, path, content, headline, files: added, deleted });
    for (const [key, text] of Array.from(files))
      if (key.startsWith(`${onto}:`)) files.set(`${oid}:${key.slice(onto.length + 1)}`, text);
    for (const gone of deleted) files.delete(`${oid}:${gone}`);
    for (const entry of added) files.set(`${oid}:${entry.path}`, entry.content);
    branches.set(branch, oid);
    return { status: 200, body: { data: { createCommitOnBranch: { commit: { oid } } } } };
  };

  const objects: Server["objects"] = new Map();
  const opened: Server["opened"] = [];
  /** Trees made by themselves: files that differ from those of a commit. */
  const trees = new Map<string, { base: string; entries: readonly unknown[] }>();

  const answerGit = ({ method, body }: Call, rest: string): Answer | null => {
    const [, commitId] = /^\/git\/commits\/(\w+)$/.exec(rest) ?? [];
    if (commitId !== undefined) {
      const known = objects.get(commitId) ?? { message: "Somebody's", parents: [], tree: commitId };
      const parents = known.parents.map((sha) => ({ sha }));
      return { status: 200, body: { message: known.message, tree: { sha: known.tree }, parents } };
    }
    const isRef = /^\/git\/refs(?:\/heads\/(.+))?$/.exec(rest);
    if (!/^\/git\/(?:trees|commits)$/.test(rest) && isRef === null) return null;
    if (without.includes("contents")) return refused;
    const hash = (): string =>
      createHash("sha1")
        .update(`${rest}${JSON.stringify(body)}`)
        .digest("hex");
    if (rest === "/git/trees") {
      const sha = hash();
      trees.set(sha, { base: textAt(body, "base_tree"), entries: [at(body, "tree")].flat() });
      return { status: 201, body: { sha } };
    }
    if (rest === "/git/commits") {
      const sha = hash();
      const parent = textAt(body, "parents", "0");
      const tree = trees.get(textAt(body, "tree"));
      objects.set(sha, {
        message: textAt(body, "message"),
        parents: [parent],
        tree: textAt(body, "tree"),
      });
      for (const [key, text] of Array.from(files))
        if (key.startsWith(`${parent}:`)) files.set(`${sha}:${key.slice(parent.length + 1)}`, text);
      for (const entry of tree?.entries ?? [])
        if (at(entry, "sha") === null) files.delete(`${sha}:${textAt(entry, "path")}`);
        else files.set(`${sha}:${textAt(entry, "path")}`, textAt(entry, "content"));
      return { status: 201, body: { sha } };
    }
    const branch = isRef?.[1] ?? textAt(body, "ref").replace("refs/heads/", "");
    if (method === "DELETE") {
      branches.delete(branch);
      for (const [index, pull] of opened.entries())
        if (pull.head === branch) opened.splice(index, 1);
      return { status: 204 };
    }
    branches.set(branch, textAt(body, "sha"));
    return { status: 200, body: { ref: `refs/heads/${branch}` } };
  };

  const answerPulls = ({ method, body }: Call, query: URLSearchParams): Answer => {
    if (method === "GET") {
      const from = (query.get("head") ?? "").replace("acme:", "");
      const found = opened.filter((pull) => pull.head === from && pull.base === query.get("base"));
      return { status: 200, body: found };
    }
    if (without.includes("pull requests"))
      return {
        status: 403,
        body: { message: "GitHub Actions is not permitted to create or approve pull requests." },
      };
    const pull = {
      number: 40 + opened.length,
      head: textAt(body, "head"),
      base: textAt(body, "base"),
    };
    opened.push(pull);
    return { status: 201, body: pull };
  };

  const answerActions = (method: string, rest: string, query: URLSearchParams): Answer => {
    if (without.includes("actions")) return refused;
    const [, again] = /^\/actions\/runs\/(\d+\/rerun(?:-failed-jobs)?)$/.exec(rest) ?? [];
    if (again !== undefined && method === "POST") {
      reruns.push(again);
      return { status: 201, body: {} };
    }
    if (rest !== "/actions/runs") return missing;
    const found = runs.filter((run) => run.head_sha === query.get("head_sha"));
    return { status: 200, body: { total_count: found.length, workflow_runs: found } };
  };

  const answer = ({ method, path, body }: Call, query: URLSearchParams): Answer => {
    if (path === "/graphql") {
      const query = textAt(body, "query");
      if (query.includes("viewer")) return { status: 200, body: { data: { viewer: { login } } } };
      return query.includes("minimizeComment")
        ? minimize(textAt(body, "variables", "id"))
        : commit(at(body, "variables", "input"));
    }
    const rest = path.replace(/^\/repos\/acme\/shop/, "");
    if (/^\/issues\/\d+\/comments$/.test(rest))
      return method === "GET"
        ? listComments(query, path)
        : writeComment(undefined, textAt(body, "body"));
    const [, id] = /^\/issues\/comments\/(\d+)$/.exec(rest) ?? [];
    if (id !== undefined) {
      const index = comments.findIndex((comment) => comment.id === Number(id));
      const comment = comments[index];
      if (comment === undefined) return missing;
      if (method === "PATCH") return writeComment(comment, textAt(body, "body"));
      const isOthers = comment.user.login !== login;
      if (without.includes("comments") || (isOthers && without.includes("deleting")))
        return refused;
      comments.splice(index, 1);
      return { status: 204 };
    }
    const [, person] = /^\/collaborators\/(.+)\/permission$/.exec(rest) ?? [];
    if (person !== undefined) {
      const permission = permissions.get(person);
      return permission === undefined
        ? missing
        : { status: 200, body: { permission, role_name: permission, user: { login: person } } };
    }
    if (rest === "/pulls") return answerPulls({ method, path, body }, query);
    const made = answerGit({ method, path, body }, rest);
    if (made !== null) return made;
    const pull = pulls.get(Number(/^\/pulls\/(\d+)$/.exec(rest)?.[1]));
    if (pull !== undefined) return { status: 200, body: pull };
    if (rest.startsWith("/actions/")) return answerActions(method, rest, query);
    const [, branch] = /^\/git\/ref\/heads\/(.+)$/.exec(rest) ?? [];
    if (branch !== undefined)
      return branches.has(branch)
        ? {
            status: 200,
            body: { ref: `refs/heads/${branch}`, object: { sha: branches.get(branch) } },
          }
        : missing;
    const [, file] = /^\/contents\/(.+)$/.exec(rest) ?? [];
    if (file !== undefined) {
      const content = files.get(`${query.get("ref") ?? ""}:${file}`);
      return content === undefined
        ? missing
        : {
            status: 200,
            raw: content,
            headers: { "content-type": "application/vnd.github.raw+json; charset=utf-8" },
          };
    }
    const [, compared] = /^\/compare\/(.+)$/.exec(rest) ?? [];
    const base = compared === undefined ? undefined : mergeBases.get(compared);
    if (base !== undefined) return { status: 200, body: { merge_base_commit: { sha: base } } };
    const [, ref] = /^\/tarball\/(.+)$/.exec(rest) ?? [];
    if (ref !== undefined && archives.has(ref))
      return { status: 302, headers: { location: `${url}/codeload/${ref}` } };
    const archive = archives.get(/^\/codeload\/(.+)$/.exec(path)?.[1] ?? "");
    return archive === undefined
      ? missing
      : { status: 200, raw: archive, headers: { "content-type": "application/x-gzip" } };
  };

  const send = (response: ServerResponse, { status, body, raw, headers }: Answer): void => {
    response.writeHead(status, {
      ...(raw === undefined ? { "content-type": "application/json; charset=utf-8" } : {}),
      ...headers,
    });
    response.end(raw ?? (body === undefined ? undefined : JSON.stringify(body)));
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = new URL(request.url ?? "/", "http://localhost");
    const call = {
      method: request.method ?? "GET",
      path: decodeURIComponent(target.pathname),
      body: await readBody(request),
    };
    calls.push(call);
    const hook = hooks.findIndex(
      (hook) => hook.method === call.method && hook.path.test(call.path),
    );
    if (hook !== -1) await hooks.splice(hook, 1)[0]?.act();
    if (request.headers.authorization !== "token secret")
      return send(response, { status: 401, body: { message: "Bad credentials" } });
    const fault = faults.find(
      (entry) => entry.times > 0 && entry.method === call.method && entry.path.test(call.path),
    );
    if (fault === undefined) return send(response, answer(call, target.searchParams));
    fault.times--;
    if (fault.done) answer(call, target.searchParams);
    if (fault.html)
      return send(response, {
        status: fault.status,
        raw: "<html><body>Please sign in</body></html>",
        headers: { "content-type": "text/html" },
      });
    return send(response, {
      status: fault.status,
      body: { message: fault.message },
      headers: fault.headers,
    });
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      send(response, { status: 599, body: { message: String(error) } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    graphqlUrl: `${url}/graphql`,
    comments,
    calls,
    commits,
    branches,
    files,
    archives,
    mergeBases,
    objects,
    opened,
    permissions,
    pulls,
    runs,
    reruns,
    fault: (method, path, fault = {}) => {
      faults.push({
        method,
        path,
        times: 1,
        status: 502,
        headers: {},
        message: "Server Error",
        done: false,
        html: false,
        ...fault,
      });
    },
    before: (method, path, act) => {
      hooks.push({ method, path, act });
    },
    writes: () =>
      calls.filter(
        (call) => call.method !== "GET" && !textAt(call.body, "query").includes("viewer"),
      ).length,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
