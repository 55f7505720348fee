import { CloseButton, Group, Paper, Stack } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { say } from "../text/app.ts";
import { Icon } from "./icons.tsx";

interface Toast {
  id: number;
  text: string;
}

const Context = createContext<(text: string) => void>(() => {});

/** Says something in passing; screen readers hear it when they are done with what they read. */
export function useToast(): (text: string) => void {
  return useContext(Context);
}

const shownFor = 6000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const remove = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), []);
  const show = useCallback(
    (text: string) => {
      const id = Date.now() + Math.random();
      setToasts((all) => [...all.filter((one) => one.text !== text), { id, text }]);
      setTimeout(() => remove(id), shownFor);
    },
    [remove],
  );
  return (
    <Context value={show}>
      {children}
      <Stack
        component="section"
        className="toasts"
        gap="xs"
        pos="fixed"
        bottom={16}
        maw="min(26rem, calc(100vw - 2rem))"
        style={{ insetInlineEnd: 16, zIndex: 300 }}
        aria-label={say("toast.region")}
        aria-live="polite"
      >
        {toasts.map(({ id, text }) => (
          <Paper key={id} withBorder shadow="sm" radius="sm" bg="var(--raised)" ps="md" pe={4} py={4}>
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <span>{text}</span>
              <CloseButton
                size={44}
                icon={<Icon name="close" />}
                aria-label={say("toast.close")}
                onClick={() => remove(id)}
              />
            </Group>
          </Paper>
        ))}
      </Stack>
    </Context>
  );
}
