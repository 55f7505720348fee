import { UnstyledButton } from "@mantine/core";
import { api } from "../api/session.ts";
import type { Identities } from "../stepup/identities.ts";
import { zonePlace } from "../text/time.ts";
import { browserName } from "../ui/browser-name.ts";
import { CopyReference } from "../ui/copy-reference.tsx";
import { Failed } from "../ui/failed.tsx";
import { ResultChip } from "../ui/result-chip.tsx";
import { type SignIn, when, withOf } from "./sign-in-texts.ts";
import { say } from "./texts/security.ts";
import { ToCome } from "./to-come.tsx";

interface SignInsProps {
  identities: Identities | undefined;
  /** Changes the password; absent for somebody who has none. */
  onChange?: (() => void) | undefined;
}

/** The latest attempts to sign in as the person. */
export function SignIns({ identities, onChange }: SignInsProps) {
  const list = api.useQuery("get", "/api/v1/me/sign-ins");
  return (
    <section className="card" aria-labelledby="sign-ins">
      <header>
        <h2 id="sign-ins">{say("sign-ins.title")}</h2>
        <p>
          {say("sign-ins.unknown")}{" "}
          {onChange ? (
            <UnstyledButton type="button" className="quiet" onClick={onChange}>
              {say("sign-ins.change")}
            </UnstyledButton>
          ) : (
            say("sign-ins.tell")
          )}
        </p>
      </header>
      {list.error && <Failed problem={list.error} onAgain={list.refetch} />}
      {list.isPending && <ToCome />}
      {list.data?.items.length === 0 && <p className="card-body muted">{say("sign-ins.none")}</p>}
      {list.data && list.data.items.length > 0 && <Table items={list.data.items} identities={identities} />}
    </section>
  );
}

function Table({ items, identities }: { items: SignIn[]; identities: Identities | undefined }) {
  return (
    <table className="table cards labelled">
      <thead>
        <tr>
          <th scope="col">{say("sign-ins.time", { zone: zonePlace() })}</th>
          <th scope="col">{say("sign-ins.result")}</th>
          <th scope="col">{say("sign-ins.with")}</th>
          <th scope="col">{say("sign-ins.from")}</th>
          <th scope="col">{say("sign-ins.reference")}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.reference}>
            <td>
              <time dateTime={item.at}>{when(item.at)}</time>
            </td>
            <td data-label={say("sign-ins.result")}>
              <ResultChip result={item.result} purpose={item.purpose} />
            </td>
            <td data-label={say("sign-ins.with")}>{withOf(identities, item)}</td>
            <td data-label={say("sign-ins.from")} className="pair">
              <span>{browserName(item.browserName)}</span>
              <span className="sub">{item.address}</span>
            </td>
            <td data-label={say("sign-ins.reference")}>
              <CopyReference reference={item.reference} inTable />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
