import { expect, test } from "vitest";
import { answerHeaders, callHeaders, keptHeaders } from "../../../src/io/proxy/headers.ts";

const noZstd = (coding: string): boolean => coding !== "zstd" && coding !== "dcz";

/** The `accept-encoding` that goes on. */
function accepted(text: string): string | undefined {
  return callHeaders(["Accept-Encoding", text], "h", noZstd)[3];
}

test("an answer in a coding that cannot be read is not asked for; else nothing is changed", () => {
  expect(accepted("gzip,deflate ;q=0.5,  br")).toBe("gzip,deflate ;q=0.5,  br");
  expect(accepted("gzip, ZSTD;q=1, br;q=0.1")).toBe("gzip, br;q=0.1");
  expect(accepted("dcz, zstd")).toBe("identity");
  expect(accepted("*")).toBe("*");
});

test("an answer keeps its headers, but those of the connection", () => {
  const raw = [
    "Date",
    "d",
    "CONNECTION",
    "close, X-Hop",
    "x-hop",
    "1",
    "Set-Cookie",
    "a",
    "set-cookie",
    "b",
    "Transfer-Encoding",
    "chunked",
  ];
  expect(answerHeaders(raw)).toEqual(["Date", "d", "Set-Cookie", "a", "set-cookie", "b"]);
});

test("names that are empty are none", () => {
  expect(keptHeaders({ "x-promptcost-run": "  ", "anthropic-beta": " ," })).toEqual({
    betas: [],
    scenario: null,
    run: null,
  });
});
