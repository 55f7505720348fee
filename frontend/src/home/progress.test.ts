import { describe, expect, it } from "vitest";
import type { components } from "../api/schema.gen.ts";
import { nextOf, stepsOf } from "./progress.ts";

type Connection = components["schemas"]["Connection"];

const version = { passedAt: null } as Connection["live"];
const passed = { passedAt: "2026-11-09T09:14:00Z" } as Connection["live"];
const connection = (values: Partial<Connection>) =>
  ({ id: "c1", status: "draft", lockedTo: [], live: null, draft: null, ...values }) as Connection;
const saved = connection({ draft: version });
const tested = connection({ draft: passed });
const locked = connection({ draft: passed, lockedTo: ["acme.example"] });
const on = connection({ live: passed, lockedTo: ["acme.example"], status: "enabled" });

describe("the steps to working sign-in", () => {
  it.each([
    ["nothing is there", [], undefined, "register", "/sso-settings"],
    ["an application without values is no beginning", [connection({})], undefined, "register", "/sso-settings"],
    ["it is saved", [saved], undefined, "test", "/sso-settings/connections/c1/test"],
    ["its test passed", [tested], undefined, "lock", "/sso-settings/connections/c1"],
    ["it is locked", [locked], undefined, "turn-on", "/sso-settings/connections/c1/preview"],
    ["it is on, and only who set it up came in", [on], { people: 40, notConnected: 39 }, "tell", ""],
    ["nobody knows yet who came in", [on], undefined, "tell", ""],
    ["what does not work now is on all the same", [{ ...on, status: "degraded" } as Connection], undefined, "tell", ""],
    ["a new draft of what is on undoes no step", [{ ...on, draft: version } as Connection], undefined, "tell", ""],
    [
      "the one that has come furthest counts",
      [saved, locked],
      undefined,
      "turn-on",
      "/sso-settings/connections/c1/preview",
    ],
  ])("%s", (_, connections, reach, name, path) => {
    expect(nextOf(stepsOf(connections, reach))).toEqual({ name, path, state: "open" });
  });

  it.each<[string, Connection, string, ...Connection[]]>([
    ["a version that passed is done", on, "done"],
    ["what is on without one is not", connection({ live: version, status: "enabled" }), "untested"],
    ["nor by the test of a draft", connection({ live: version, draft: passed, status: "degraded" }), "untested"],
    [
      "of two that are on, the tested one has come further",
      connection({ live: version, status: "enabled" }),
      "done",
      on,
    ],
  ])("the test: %s", (_, at, state, ...others) =>
    expect(stepsOf([at, ...others])[1]).toMatchObject({ name: "test", state }),
  );

  it.each([
    ["a second person came in", { people: 40, notConnected: 38 }],
    ["there is nobody else", { people: 1, notConnected: 0 }],
  ])("are done when %s", (_, reach) => expect(nextOf(stepsOf([on], reach))).toBeUndefined());
});
