/** The variables by which the preload learns what it needs. */

/** Where the proxy is. */
export const proxyVariable = "PROMPTCOST_RECORD_PROXY";

/** The file in which calls to other vendors are noted, a line each. */
export const elsewhereVariable = "PROMPTCOST_RECORD_ELSEWHERE";
