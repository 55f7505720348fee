import { fullTime } from "../text/time.ts";
import { type Around, type Check, ordered, type Report, wordsOf } from "./check-texts.ts";
import { say } from "./texts/test.ts";

/** The whole report as plain text, to send to somebody who administers the provider. */
export function reportText(report: Report, around: Around, title: string): string {
  const started = fullTime(new Date(report.startedAt));
  const parts = (["person", "server"] as const).flatMap((stage) => {
    const list = ordered(report, stage);
    return list.length === 0
      ? []
      : [["", say(`checks.${stage}`), ...list.flatMap((one) => lines(one, report, around))]];
  });
  const claims = report.claims.map(({ name, value }) => `  ${name}: ${value}`);
  return [
    title,
    say("text.versions", { version: report.versionNumber, state: say(`tests.${report.state}`) }),
    say("text.started", { time: started, name: report.startedBy }),
    ...parts.flat(),
    ...(claims.length === 0 ? [] : ["", say("claims.title"), ...claims]),
    "",
  ].join("\n");
}

function lines(check: Check, report: Report, around: Around): string[] {
  const { name, said, todo, sure } = wordsOf(check, report, around);
  const { expected, received, reason, result } = check;
  return [
    `  [${say(`result.${result}`)}] ${name}${said && `: ${said}`}`,
    ...(reason ? [`    ${say("text.reason", { reason })}`] : []),
    ...(expected ? [`    ${say("versus.expected")}: ${expected}`] : []),
    ...(received ? [`    ${say("versus.received")}: ${received}`] : []),
    ...(sure ? [`    ${say("sure.title")} ${say(`sure.${sure}`)}`] : []),
    ...(todo ? [`    ${say("check.todo")} ${todo}`] : []),
  ];
}
