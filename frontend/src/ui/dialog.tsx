import { Flex, Modal, Stack } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { useFocusBack } from "./focus-back.ts";
import { useEverOpen } from "./use-ever-open.ts";

/**
 * A dialog with a title. What is in it lives only while it is open; the focus
 * goes back to where it came from, also when the dialog itself is there only
 * while it is open. One that has fields of its own puts a
 * DialogForm in it; for a few sentences it is enough to give the buttons.
 */
export function Dialog({ open, title, onClose, actions, onSubmit, children }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  useFocusBack(open, content);
  if (!useEverOpen(open)) return null;
  return (
    <Modal.Root opened={open} returnFocus={false} onClose={() => isOnTop(content.current) && onClose()}>
      <Modal.Overlay />
      <Modal.Content ref={content}>
        <Modal.Body>
          <Modal.Title>{title}</Modal.Title>
          {actions ? (
            <DialogForm actions={actions} onSubmit={onSubmit}>
              {children}
            </DialogForm>
          ) : (
            children
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Whether no other dialog stands over this one: Escape is for that. */
function isOnTop(content: HTMLElement | null): boolean {
  const top = [...document.querySelectorAll('[role="dialog"]')].at(-1);
  return !content || !top || content.contains(top) || top.contains(content);
}

interface DialogProps {
  open: boolean;
  title: string;
  onClose: () => void;
  actions?: ReactNode;
  onSubmit?: () => void;
  children: ReactNode;
}

/** The sentences and fields of a dialog over its buttons, the expected one last. Enter sends it. */
export function DialogForm({ actions, onSubmit, children }: DialogFormProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.();
      }}
    >
      <Stack gap="sm">{children}</Stack>
      <Flex
        justify="flex-end"
        gap="xs"
        mt="lg"
        wrap="wrap"
        direction={{ base: "column-reverse", xs: "row" }}
        align={{ base: "stretch", xs: "center" }}
      >
        {actions}
      </Flex>
    </form>
  );
}

interface DialogFormProps {
  actions: ReactNode;
  onSubmit?: () => void;
  children: ReactNode;
}
