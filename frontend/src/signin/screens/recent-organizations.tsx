/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { Remembered } from "../../browser/memory.ts";
import { speaker } from "../../text/say.ts";
import { OrganizationMark } from "../frame.tsx";
import { pathOf } from "../place.ts";
import { onward } from "./paths.ts";
import texts from "./texts/discover.en.json";
import "./stylesheet.ts";

const say = speaker(texts);

interface RecentProps {
  list: Remembered[];
  onRemove: (one: Remembered) => void;
  /** The last one is gone: the focus needs another place. */
  onEmpty: () => void;
}

/** The organizations that were used in this browser; each can be removed. */
export function RecentOrganizations({ list, onRemove, onEmpty }: RecentProps) {
  const [removed, setRemoved] = useState("");
  const remove = (one: Remembered, index: number) => {
    const next = list[index + 1] ?? list[index - 1];
    onRemove(one);
    setRemoved(say("discover.removed", { org: one.name }));
    if (next) document.getElementById(`open-${next.code}`)?.focus();
    else onEmpty();
  };
  return (
    <>
      {list.length > 0 && (
        <section class="stack tight" aria-labelledby="recent">
          <h2 class="label" id="recent">
            {say("discover.recent")}
          </h2>
          <ul class="recent">
            {list.map((one, index) => (
              <li key={one.code}>
                <a id={`open-${one.code}`} href={onward(pathOf.signIn(one.code))}>
                  <OrganizationMark name={one.name} />
                  <span>{one.name}</span>
                </a>
                <button class="btn quiet" type="button" onClick={() => remove(one, index)}>
                  {say("discover.remove")}
                  <span class="vh"> {one.name}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="vh" role="status">
        {removed}
      </p>
    </>
  );
}
