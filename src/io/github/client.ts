/** The one place that talks to GitHub. */
import type { BaseRemote } from "../../baseline/find-base.ts";
import type { GitHub } from "../../publish/github.ts";
import { connectBase } from "./base.ts";
import { connectBranches } from "./branches.ts";
import { connectComments } from "./comments.ts";
import { connectConversation } from "./conversation.ts";
import { createConnection, type GitHubAccess } from "./connection.ts";
import { connectProposals } from "./proposals.ts";
import { connectPullRequests, connectRuns } from "./runs.ts";

/** A connection to one repository. Nothing is sent before something is asked. */
export function connectGitHub(access: GitHubAccess): GitHub & { readonly base: BaseRemote } {
  const connection = createConnection(access);
  return {
    comments: connectComments(connection),
    conversation: connectConversation(connection),
    pullRequests: connectPullRequests(connection),
    runs: connectRuns(connection),
    proposals: connectProposals(connection),
    branches: connectBranches(connection),
    base: connectBase(connection),
  };
}
