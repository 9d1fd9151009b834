import type { JsonObject } from "../../json.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { AdminApi, ReportRequest } from "./admin-api.ts";

/** All pages of a report; or why there are none. `absent`: this key or organisation has no such. */
export type Pages =
  | { readonly kind: "pages"; readonly pages: readonly JsonObject[] }
  | { readonly kind: "absent"; readonly problem: Problem }
  | { readonly kind: "failed"; readonly problem: Problem };

/** Longer waits are for the user to decide on. */
const longestWait = 60;
const mostTries = 4;
const mostStarts = 3;
const mostPages = 10_000;

/**
 * Every page of a report, `next_page` after `next_page`. What passes by itself (5xx, cut answers, a
 * 429 that names a short wait) is asked again, four times at most; 410 means that pages have gone, so
 * all are asked for anew (billing.md §8).
 */
export async function readPages(api: AdminApi, request: ReportRequest): Promise<Pages> {
  for (let start = 1; ; start += 1) {
    const read = await readOnce(api, request);
    if (read !== "gone") return read;
    if (start === mostStarts) {
      const said = "its pages went while they were read (410)";
      return {
        kind: "failed",
        problem: problem("admin-unavailable", nowhere, { said, tries: start }),
      };
    }
  }
}

async function readOnce(api: AdminApi, request: ReportRequest): Promise<Pages | "gone"> {
  const pages: JsonObject[] = [];
  const seen = new Set<string>();
  const report = request.path.split("/").slice(3).join("/");
  for (let next: string | null = null; ;) {
    const parameters =
      next === null ? request.parameters : [...request.parameters, ["page", next] as const];
    const read = await readPage(api, { ...request, parameters }, report);
    if (read === "gone" || "kind" in read) return read;
    const { page } = read;
    pages.push(page);
    if (page["has_more"] !== true) return { kind: "pages", pages };
    const named = page["next_page"];
    const fault =
      typeof named !== "string" || named === ""
        ? "more pages, and no name for the next"
        : seen.has(named) || pages.length >= mostPages
          ? "the same pages again and again"
          : null;
    if (fault !== null || typeof named !== "string") {
      const what = fault ?? "a page without a name";
      return { kind: "failed", problem: problem("admin-answer", nowhere, { report, what }) };
    }
    seen.add(named);
    next = named;
  }
}

async function readPage(
  api: AdminApi,
  request: ReportRequest,
  report: string,
): Promise<{ readonly page: JsonObject } | Pages | "gone"> {
  for (let tries = 1; ; tries += 1) {
    const answer = await api.ask(request);
    if (answer.kind === "page") {
      if (Array.isArray(answer.page["data"])) return { page: answer.page };
      const what = "JSON that is no report (it has no `data`)";
      return { kind: "failed", problem: problem("admin-answer", nowhere, { report, what }) };
    }
    if (answer.kind === "foreign")
      return {
        kind: "failed",
        problem: problem("admin-answer", nowhere, { report, what: answer.what }),
      };
    if (answer.kind === "refused" && answer.status === 410) return "gone";
    if (answer.kind === "refused" && answer.status < 500 && answer.status !== 429)
      return refusal(answer, report, api);
    const asked = answer.kind === "refused" ? answer.retryAfterSeconds : null;
    const isLimit = answer.kind === "refused" && answer.status === 429;
    if (tries === mostTries || (asked ?? 0) > longestWait) {
      const said = answer.kind === "lost" ? answer.said : `they answer ${String(answer.status)}`;
      return {
        kind: "failed",
        problem: isLimit
          ? problem("admin-rate-limited", nowhere, { seconds: asked })
          : problem("admin-unavailable", nowhere, { said, tries }),
      };
    }
    await api.wait(asked ?? 2 ** (tries - 1));
  }
}

function refusal(
  { status, type }: { readonly status: number; readonly type: string },
  report: string,
  api: AdminApi,
): Pages {
  if (status === 401 || (status === 403 && api.hasOrdinaryKey))
    return {
      kind: "failed",
      problem: problem("admin-key-refused", nowhere, { status, ordinary: api.hasOrdinaryKey }),
    };
  if (status === 403)
    return {
      kind: "absent",
      problem: problem("admin-key-refused", nowhere, { status, ordinary: false }),
    };
  const refused = problem("admin-refused", nowhere, { status, type, report });
  // 400 is what organisations with HIPAA readiness get of the newer reports (billing.md §8).
  return { kind: status === 404 || status === 400 ? "absent" : "failed", problem: refused };
}
