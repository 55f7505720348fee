import { say } from "./texts/security.ts";

/** The cards of password and accounts before it is known what is in them: their names, and the room that they will take. */
export function WaysInToCome({ organization }: { organization: string }) {
  return (
    <>
      <section className="card" aria-busy="true" aria-labelledby="password">
        <header className="alone">
          <div>
            <h2 id="password">{say("password.title")}</h2>
            <p className="vh" role="status">
              {say("page.loading")}
            </p>
            <div className="skeleton line-to-come" aria-hidden="true" />
          </div>
          <div className="skeleton button-to-come" aria-hidden="true" />
        </header>
      </section>
      <section className="card" aria-busy="true" aria-labelledby="connected-accounts">
        <header>
          <h2 id="connected-accounts">{say("accounts.title")}</h2>
          <p>{say("accounts.why", { org: organization })}</p>
        </header>
        <ul className="things" aria-hidden="true">
          <li className="thing account-to-come" />
          <li className="thing account-to-come" />
        </ul>
      </section>
    </>
  );
}

/** Two rows to come, as high as they will be. */
export function ToCome() {
  return (
    <>
      <p className="vh" role="status">
        {say("page.loading")}
      </p>
      <div className="rows-to-come" aria-hidden="true">
        <div className="skeleton" />
        <div className="skeleton" />
      </div>
    </>
  );
}
