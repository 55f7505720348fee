import type { ReactNode } from "react";

/** In the place of a list: what would be here, and why it is empty. */
export function Empty({ title, why, children }: { title: string; why: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2 className="empty-title">{title}</h2>
      <p className="muted">{why}</p>
      {children}
    </div>
  );
}

/** Rows to come, as high as they will be. */
export function RowsToCome() {
  return (
    <div className="rows-to-come" aria-hidden="true">
      {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
        <div key={row} className="skeleton" />
      ))}
    </div>
  );
}
