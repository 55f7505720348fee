import { Button } from "@mantine/core";
import { useSearchParams } from "wouter";
import { say } from "../text/app.ts";

/** How many rows a page has. */
export const pageSize = 25;

/** The pages that were turned: the address keeps their cursors, so Newer, Back and a reload all find the way. */
export function usePages() {
  const [params, setParams] = useSearchParams();
  const cursors = params.getAll("cursor").filter((cursor) => /^[\w-]{1,2000}$/.test(cursor));
  function turnTo(all: string[]) {
    setParams((before) => {
      const after = new URLSearchParams(before);
      for (const name of ["cursor", "id"]) after.delete(name);
      for (const cursor of all) after.append("cursor", cursor);
      return after;
    });
  }
  return {
    cursor: cursors.at(-1),
    /** How many rows are on the pages before. */
    before: cursors.length * pageSize,
    newer: cursors.length > 0 ? () => turnTo(cursors.slice(0, -1)) : undefined,
    older: (next: string) => turnTo([...cursors, next]),
  };
}

/** "1 to 25", or "0" when there is nothing. */
export function range(count: number, before: number): string {
  return count === 0 ? "0" : say("pager.range", { from: before + 1, to: before + count });
}

interface PagerProps {
  /** What is shown, said to screen readers as well. */
  shown: string;
  newer?: () => void;
  older?: () => void;
  /** For lists that are not in the order of time. */
  byName?: boolean;
}

/** Below a list: what is shown, and the way to the pages around it. */
export function Pager({ shown, newer, older, byName }: PagerProps) {
  return (
    <footer className="pager">
      <p className="small muted" role="status">
        {shown}
      </p>
      <div className="actions">
        <Button disabled={!newer} onClick={newer}>
          {say(byName ? "pager.back" : "pager.newer")}
        </Button>
        <Button disabled={!older} onClick={older}>
          {say(byName ? "pager.next" : "pager.older")}
        </Button>
      </div>
    </footer>
  );
}
