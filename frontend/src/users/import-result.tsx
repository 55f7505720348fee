import { Box } from "@mantine/core";
import { digits } from "../text/digits.ts";
import { enumerated } from "../text/lists.ts";
import { Icon } from "../ui/icons.tsx";
import { type UserImport, wrongText } from "./import-text.ts";
import { say } from "./texts/imports.ts";

/** Numbers first, then what is to be looked at. */
export function ImportResult({ is }: { is: UserImport }) {
  return (
    <>
      <Counts is={is} />
      {is.unknownColumns.length > 0 && (
        <p className="muted">{say("result.unknown", { columns: enumerated(is.unknownColumns) })}</p>
      )}
      <Missing is={is} />
      {is.wrong > 0 && <Wrong is={is} />}
    </>
  );
}

const columns = "repeat(auto-fit, minmax(8rem, 1fr))";

function Counts({ is }: { is: UserImport }) {
  const form = is.dryRun ? "would" : "did";
  const counts = { added: is.added, changed: is.changed, same: is.same, wrong: is.wrong };
  return (
    <Box component="dl" display="grid" style={{ gap: "var(--s4)", gridTemplateColumns: columns }}>
      {(["added", "changed", "same", "wrong"] as const).map((effect) => (
        <div key={effect}>
          <dt className="small muted">
            {say(effect === "same" || effect === "wrong" ? `count.${effect}` : `count.${form}-${effect}`)}
          </dt>
          <dd className={effect === "wrong" && is.wrong > 0 ? "big alarm-text" : "big"}>{digits(counts[effect])}</dd>
        </div>
      ))}
      {is.deactivateMissing && (
        <div>
          <dt className="small muted">{say(`count.${form}-deactivated`)}</dt>
          <dd className="big">{digits(is.dryRun ? leaving(is) : is.deactivated)}</dd>
        </div>
      )}
    </Box>
  );
}

/** How many people a file that was checked would deactivate, because it does not have them. */
export function leaving({ missing = 0, ceiling = 0 }: UserImport): number {
  return missing > ceiling ? 0 : missing;
}

/** That so many are not in the file that it is hardly all of the organization. */
function Missing({ is: { missing = 0, ceiling = 0 } }: { is: UserImport }) {
  if (missing <= ceiling) return null;
  return (
    <div className="notice warn">
      <Icon name="alert" />
      <p>
        <b>{say.count("missing.many", missing)}</b> {say("missing.many-why", { ceiling: digits(ceiling) })}
      </p>
    </div>
  );
}

function Wrong({ is }: { is: UserImport }) {
  return (
    <section aria-labelledby="wrong">
      <h3 id="wrong">{say.count("wrong.title", is.wrong)}</h3>
      <p className="muted">{say(is.wrong > is.firstWrong.length ? "wrong.more" : "wrong.why")}</p>
      <table className="table cards labelled">
        <thead>
          <tr>
            <th scope="col">{say("wrong.number")}</th>
            <th scope="col">{say("wrong.column")}</th>
            <th scope="col">{say("wrong.problem")}</th>
          </tr>
        </thead>
        <tbody>
          {is.firstWrong.map((row) => {
            const { column, problem } = wrongText(row);
            return (
              <tr key={row.row}>
                <td data-label={say("wrong.number")}>{digits(row.row)}</td>
                <td data-label={say("wrong.column")}>
                  <bdi className={row.column && "mono"}>{column}</bdi>
                </td>
                <td data-label={say("wrong.problem")}>{problem}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
