// What the three test runners report: how many passed and failed, and of every
// failed one its name and what it said first, so that the end of the output
// tells it even where the middle was cut.
import { readFileSync } from "node:fs";

const most = 12; // lines of one failure
const plain = (text) => (text ?? "").replace(/\u001b\[[0-9;]*m/g, "").trim().split("\n").slice(0, most).join("\n");

/** Tests without subtests of their own. A skipped one is a failed one. */
export function countGo(file) {
  const events = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  const key = (e) => `${e.Package} ${e.Test ?? ""}`;
  const parents = new Set(
    events.filter((e) => e.Test?.includes("/")).map((e) => `${e.Package} ${e.Test.slice(0, e.Test.lastIndexOf("/"))}`),
  );
  const ended = (action) => events.filter((e) => e.Action === action && e.Test && !parents.has(key(e)));
  const bad = new Set(events.filter((e) => e.Action === "fail" || e.Action === "skip").map(key));
  const shown = (e) => (e.Action === "output" && bad.has(key(e))) || e.Action === "build-output";
  const output = events.filter(shown).map((e) => e.Output);
  const failed = [...ended("fail"), ...ended("skip")];
  const of = (test) => (e) => e.Action === "output" && key(e) === key(test) && !e.Output.startsWith("=== ");
  const words = (test) => events.filter(of(test)).map((e) => e.Output);
  const said = failed.map((test) => ({ name: key(test), why: plain(words(test).join("")) }));
  return { passed: ended("pass").length, failed: failed.length, output: output.join(""), said };
}

export function countVitest(file) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  const tests = report.testResults.flatMap((one) => one.assertionResults.map((test) => ({ ...test, file: one.name })));
  const said = tests
    .filter((test) => test.status === "failed")
    .map((test) => ({ name: `${test.file}: ${test.fullName}`, why: plain(test.failureMessages.join("\n")) }));
  return { passed: report.numPassedTests, failed: report.numFailedTests, said };
}

export function countPlaywright(file) {
  const { stats, suites } = JSON.parse(readFileSync(file, "utf8"));
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const said = suites.flatMap(specs).flatMap((spec) =>
    spec.tests
      .filter((test) => test.status !== "expected")
      .map((test) => ({
        name: `${test.projectName} ${spec.file}:${spec.line} ${spec.title}`,
        why: test.results.flatMap((result) => result.errors.map((error) => plain(error.message))).join("\n"),
      })),
  );
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped, said };
}
