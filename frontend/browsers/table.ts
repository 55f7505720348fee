/** Prints what ran where: browser, version, journey, seconds, result; then what failed, and a line of counts. */
import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

interface Row {
  browser: string;
  version: string;
  journey: string;
  seconds: string;
  result: string;
}

export default class Table implements Reporter {
  private readonly rows: Row[] = [];
  private readonly failures: string[] = [];
  private readonly began = Date.now();

  onError({ message }: { message?: string }) {
    this.failures.push(message ?? "failed");
  }

  onTestEnd(test: TestCase, result: TestResult) {
    const browser = test.parent.project()?.name ?? "";
    this.rows.push({
      browser,
      version: result.annotations.find((one) => one.type === "version")?.description ?? "",
      journey: test.title,
      seconds: (result.duration / 1000).toFixed(1),
      result: result.status === "passed" ? "passed" : "FAILED",
    });
    for (const { message, snippet } of result.errors)
      this.failures.push(`${browser}: ${test.title}\n${message ?? ""}\n${snippet ?? ""}`);
    for (const { path } of result.attachments) if (path?.endsWith(".png")) this.failures.push(path);
  }

  onEnd() {
    const head: Row = { browser: "browser", version: "version", journey: "journey", seconds: "s", result: "" };
    const rows = this.rows.toSorted((a, b) => a.browser.localeCompare(b.browser));
    const wide = (column: keyof Row) => Math.max(...[head, ...rows].map((row) => row[column].length));
    for (const row of [head, ...rows]) {
      const { browser, version, journey, seconds, result } = row;
      const left = [browser.padEnd(wide("browser")), version.padEnd(wide("version")), journey.padEnd(wide("journey"))];
      console.log([...left, seconds.padStart(wide("seconds")), result].join("  ").trimEnd());
    }
    for (const failure of this.failures) console.log(`\n${stripVTControlCharacters(failure)}`);
    const passed = rows.filter((row) => row.result === "passed").length;
    console.log(`in ${Math.round((Date.now() - this.began) / 1000)} s`);
    console.log(`${passed} passed, ${rows.length - passed} failed`);
  }
}
