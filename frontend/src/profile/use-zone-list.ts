import { useState } from "react";
import { matching, type ZoneChoice, zoneChoices } from "./zones.ts";

interface List {
  /** Nothing is typed while the list is only looked at. */
  typed: string | null;
  /** The place in what was found of the one that Enter takes. */
  active: number;
}

/** The list under a field of time zones: what is open, found and next to be taken. */
export function useZoneList(value: string, onChange: (zone: string) => void) {
  const [list, setList] = useState<List | null>(null);
  const [all, setAll] = useState<ZoneChoice[]>([]);
  const found = list ? matching(all, list.typed ?? "") : [];

  function show(typed: string | null) {
    const choices = all.length > 0 ? all : zoneChoices(value);
    setAll(choices);
    // What was typed leads to its first match; else the list opens where the choice is.
    setList({ typed, active: typed?.trim() ? 0 : choices.findIndex((zone) => zone.value === value) });
  }
  function choose(zone: string) {
    setList(null);
    if (zone !== value) onChange(zone);
  }
  function move(by: number) {
    if (!list) return show(null);
    const active = Math.max(0, Math.min(found.length - 1, list.active + by));
    setList({ ...list, active });
  }
  /** Takes the one that is next; where nothing was found the list stays. */
  function take() {
    const next = found[list?.active ?? 0];
    if (next) choose(next.value);
  }
  function leave() {
    if (list?.typed) take();
    setList(null);
  }
  return {
    isOpen: list !== null,
    typed: list?.typed ?? null,
    active: list?.active ?? -1,
    found,
    type: show,
    open: () => list ?? show(null),
    close: () => setList(null),
    choose,
    move,
    take,
    leave,
  };
}
