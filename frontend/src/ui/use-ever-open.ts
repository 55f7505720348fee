import { useState } from "react";

/** Whether something was open at least once: until then what is in it need not be drawn, which a slow phone feels at the start of a page. */
export function useEverOpen(open: boolean): boolean {
  const [ever, setEver] = useState(open);
  if (open && !ever) setEver(true);
  return ever || open;
}
