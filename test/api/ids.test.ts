import { expect, test } from "vitest";
import { readApiId, shownApiId } from "../../src/api/shown/ids.ts";

test.each([
  "req_011CStub0000000000000001",
  "req_42",
  "req_vrtx_011CX8LKNqFusFUVvygN5vEH",
  "msgbatch_013Zva2CMHLNnXjNJJKqJ2EF",
  "msg_1",
  "d1f8a929-344a-41f7-8f0b-a462d53000d5",
])("an id: %s", (id) => {
  expect([readApiId(id), shownApiId(id)]).toEqual([id, id]);
});

test.each([
  "",
  "sk-ant-api03-canary",
  "req_canary",
  "Tell nobody of the canary",
  "req_1 canary",
  "req_1\ncanary",
  "cmVxX2NhbmFyeQ==",
  `req_1${"a".repeat(60)}`,
  "msgbatch_canary/../results",
  null,
  7,
])("none: %j", (id) => {
  expect(readApiId(id)).toBe(null);
  if (typeof id === "string") expect(shownApiId(id)).toBe("‹an id of another form›");
});
