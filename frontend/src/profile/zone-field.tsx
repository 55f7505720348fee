import { Box, Paper, TextInput } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useEffect, useId } from "react";
import { Icon } from "../ui/icons.tsx";
import { say } from "./texts/profile.ts";
import { useZoneList } from "./use-zone-list.ts";
import { zoneLabel } from "./zones.ts";

interface ZoneFieldProps {
  /** The chosen zone; "" is the browser's. */
  value: string;
  onChange: (zone: string) => void;
  error?: ReactNode;
}

/**
 * Chooses a time zone by typing a part of its name or its distance from UTC: a
 * combobox after the ARIA practices, whose first match is taken when the focus
 * moves on. Mantine's would bring 16 KB to every page.
 */
export function ZoneField({ value, onChange, error }: ZoneFieldProps) {
  const id = useId();
  const list = useZoneList(value, onChange);
  const keys: Record<string, () => void> = {
    ArrowDown: () => list.move(1),
    ArrowUp: () => list.move(-1),
    ...(list.isOpen && { Enter: list.take, Escape: list.close }),
  };
  function onKeyDown(event: KeyboardEvent) {
    const act = event.altKey || event.ctrlKey || event.metaKey ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
  useEffect(() => {
    if (list.isOpen) document.getElementById(optionId(id, list.active))?.scrollIntoView({ block: "nearest" });
  }, [id, list.isOpen, list.active]);

  return (
    <TextInput
      label={say("profile.zone")}
      description={say("profile.zone-hint")}
      error={error}
      role="combobox"
      aria-autocomplete="list"
      aria-expanded={list.found.length > 0}
      aria-controls={list.found.length > 0 ? id : undefined}
      aria-activedescendant={list.found[list.active] && optionId(id, list.active)}
      autoComplete="off"
      spellCheck={false}
      rightSection={<Icon name="down" />}
      rightSectionPointerEvents="none"
      value={list.typed ?? zoneLabel(value)}
      onChange={(event) => list.type(event.currentTarget.value)}
      onClick={(event) => {
        event.currentTarget.select();
        list.open();
      }}
      onBlur={list.leave}
      onKeyDown={onKeyDown}
      inputContainer={(input) => (
        <Box pos="relative" className="combobox">
          {input}
          {list.found.length > 0 && <Options id={id} list={list} />}
          <p role="status">
            {list.isOpen && list.found.length === 0 && (
              <Paper component="span" {...dropped} px="md" py="xs" c="dimmed" fz={13} lh="1.25rem">
                {say("profile.zone-none")}
              </Paper>
            )}
          </p>
        </Box>
      )}
    />
  );
}

function Options({ id, list }: { id: string; list: ReturnType<typeof useZoneList> }) {
  return (
    <Paper
      {...dropped}
      id={id}
      role="listbox"
      aria-label={say("profile.zone")}
      mah="17rem"
      p={4}
      style={{ ...dropped.style, overflowY: "auto", overscrollBehavior: "contain" }}
    >
      {list.found.map((zone, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
        // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the field
        <div
          key={zone.value}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === list.active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => list.choose(zone.value)}
        >
          <bdi>{zone.label}</bdi>
        </div>
      ))}
    </Paper>
  );
}

/** What stands below the field, over what follows. */
const dropped = {
  pos: "absolute",
  top: "calc(100% + 4px)",
  left: 0,
  right: 0,
  bg: "var(--raised)",
  withBorder: true,
  shadow: "sm",
  radius: "sm",
  style: { zIndex: 2 },
} as const;

const optionId = (id: string, index: number) => `${id}-${index}`;
