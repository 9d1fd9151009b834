/** What stands before paths that the preload sends to the proxy. */

/** A request to the API's own host that the preload turned to the proxy. */
export const directPrefix = "/-/api";

/** A program calls somebody else; the vendor's key stands behind it. */
export const elsewherePrefix = "/-/elsewhere/";
