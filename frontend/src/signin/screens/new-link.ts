import { useEffect } from "preact/hooks";
import { go } from "../../browser/go.ts";

/** A one-time link that is opened over its own page changes nothing but the fragment: the page begins anew with it. */
export function useNewLink() {
  useEffect(() => {
    const begin = () => location.hash && go.again();
    addEventListener("hashchange", begin);
    return () => removeEventListener("hashchange", begin);
  }, []);
}
