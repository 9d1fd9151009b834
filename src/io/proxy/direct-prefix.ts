/** What stands before the path of a request to the API's own host that the preload turned to us. */
export const directPrefix = "/-/api";
