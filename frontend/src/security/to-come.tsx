import { say } from "../text/security.ts";

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
