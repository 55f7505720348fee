/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";

/** A spinner and what is going on, shown only when it takes longer than 300 ms. */
export function Waiting({ text }: { text: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="waiting muted" role="status">
      {shown && (
        <>
          <span class="spinner" aria-hidden="true" />
          {text}
        </>
      )}
    </div>
  );
}
