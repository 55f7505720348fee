import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { type FormEvent, useState } from "react";

interface SearchFieldProps {
  label: string;
  /** Stands in the field of a row of filters, where there is no room for the label. */
  hint?: string;
  autoFocus?: boolean;
  value: string;
  /** What was typed, at every pause and at Enter. */
  onChange: (value: string) => void;
}

/** Narrows a list by words as they are typed. */
export function SearchField({ label, hint, autoFocus, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const soon = useDebouncedCallback(onChange, 400);
  // The address may change without the field: Back, or a link.
  if (known !== value) {
    setKnown(value);
    if (text.trim() !== value) setText(value);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    soon.cancel();
    onChange(text.trim());
  }
  return (
    <form className="grow" onSubmit={submit}>
      <TextInput
        type="search"
        maxLength={254}
        {...(hint ? { "aria-label": label, placeholder: hint } : { label })}
        autoFocus={autoFocus}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          soon(event.currentTarget.value.trim());
        }}
      />
    </form>
  );
}
