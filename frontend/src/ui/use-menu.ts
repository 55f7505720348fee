import { useClickOutside } from "@mantine/hooks";
import { type FocusEvent, type KeyboardEvent, useRef, useState } from "react";

/** A list that a button opens. It closes by Escape, by a click outside and when the focus leaves it. */
export function useMenu() {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const ref = useClickOutside<HTMLDivElement>(() => setOpen(false));

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    button.current?.focus();
  }
  function onBlur(event: FocusEvent) {
    if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) setOpen(false);
  }
  return { open, setOpen, button, box: { ref, onKeyDown, onBlur } };
}
