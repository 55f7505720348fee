import { ActionIcon, Flex, UnstyledButton } from "@mantine/core";
import { useRef } from "react";
import { say } from "../text/app.ts";
import { Icon } from "./icons.tsx";
import { Sign } from "./result-icons.tsx";
import { useToast } from "./toasts.tsx";
import { useCopy } from "./use-copy.ts";

/**
 * A reference and the way to copy it. If the clipboard is refused, it is
 * selected. In a table, where many stand below each other, the button is a sign alone.
 */
export function CopyReference({ reference, inTable }: { reference: string; inTable?: boolean }) {
  const text = useRef<HTMLElement>(null);
  const toast = useToast();
  const { copied, copy } = useCopy(
    reference,
    () => toast(say("reference.said")),
    () => {
      if (text.current) getSelection()?.selectAllChildren(text.current);
      toast(say("reference.selected"));
    },
  );
  return (
    <Flex
      component="span"
      wrap={inTable ? "nowrap" : "wrap"}
      gap={inTable ? 4 : "0 12px"}
      align="center"
      className="reference"
    >
      <code ref={text}>{reference}</code>
      {inTable ? (
        <ActionIcon
          variant="subtle"
          size={28}
          className="copy-sign"
          aria-label={say("reference.copy-this", { ref: reference })}
          onClick={copy}
        >
          {copied ? <Sign sign="passed" /> : <Icon name="copy" />}
        </ActionIcon>
      ) : (
        <UnstyledButton type="button" className="quiet" onClick={copy}>
          <Icon name="copy" />
          {say(copied ? "reference.copied" : "reference.copy")}
        </UnstyledButton>
      )}
    </Flex>
  );
}
