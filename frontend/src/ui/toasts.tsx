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
      <section className="toasts" aria-label={say("toast.region")} aria-live="polite">
        {toasts.map(({ id, text }) => (
          <div key={id} className="toast">
            <span>{text}</span>
            <button type="button" className="icon-button" aria-label={say("toast.close")} onClick={() => remove(id)}>
              <Icon name="close" />
            </button>
          </div>
        ))}
      </section>
    </Context>
  );
}
