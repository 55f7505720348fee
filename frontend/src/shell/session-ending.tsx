import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { leave, recheck } from "../api/session.ts";
import { say } from "../text/app.ts";
import { clock } from "../text/time.ts";
import { Dialog } from "../ui/dialog.tsx";

const warnBefore = 2 * 60_000;

/**
 * Warns two minutes before the session's absolute end, which nothing can move,
 * so the way on is to sign in again. At the end it asks the server, whose clock counts.
 */
export function SessionEnding({ endsAt }: { endsAt: string }) {
  const [open, setOpen] = useState(false);
  const end = Date.parse(endsAt);
  useEffect(() => {
    const left = end - Date.now();
    const warning = setTimeout(() => setOpen(left > 0), Math.max(0, left - warnBefore));
    const ending = setTimeout(recheck, Math.max(0, left) + 1000);
    return () => {
      clearTimeout(warning);
      clearTimeout(ending);
    };
  }, [end]);

  return (
    <Dialog
      open={open}
      // The first time that is told takes a slow phone a tenth of a second: nobody waits for it before it is shown.
      title={open ? say("ending.title", { time: clock(new Date(end)) }) : ""}
      onClose={() => setOpen(false)}
      onSubmit={() => leave(null)}
      actions={
        <>
          <Button onClick={() => setOpen(false)}>{say("ending.later")}</Button>
          <Button type="submit" variant="filled" data-autofocus>
            {say("ending.again")}
          </Button>
        </>
      }
    >
      <p>{say("ending.text")}</p>
    </Dialog>
  );
}
