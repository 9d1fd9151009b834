/** The variable in which the preload finds the proxy. */
export const preloadVariable = "PROMPTCOST_RECORD_PROXY";
