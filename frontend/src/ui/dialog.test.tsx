import { MantineProvider } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useRef, useState } from "react";
import { describe, expect, it } from "vitest";
import { Dialog } from "./dialog.tsx";
import { useFocusBack } from "./focus-back.ts";

type What = "mounted" | "kept" | "gone" | "alone" | "replaced";

/** A card whose button opens a dialog: one that is there only while it is open, or always. */
function Card({ what }: { what: What }) {
  const [open, setOpen] = useState(false);
  const [second, setSecond] = useState(false);
  const [done, setDone] = useState(false);
  function close() {
    setDone(what === "gone" || what === "alone");
    setOpen(false);
    setSecond(what === "replaced" && !second);
  }
  const dialog = (
    <Dialog open={open} title="Sure?" onClose={close} actions={<button type="submit">Go on</button>} onSubmit={close}>
      <p>Really?</p>
    </Dialog>
  );
  return (
    <main>
      <h1>Page</h1>
      <section>
        <h2>Account</h2>
        {!done && (
          <button type="button" onClick={() => setOpen(true)}>
            Remove
          </button>
        )}
        {done && what === "gone" && <button type="button">Add</button>}
        {what === "kept" ? dialog : open && dialog}
        {second && (
          <Dialog
            open
            title="Confirm it's you"
            onClose={() => setSecond(false)}
            actions={<button type="button">OK</button>}
          >
            <p>Who?</p>
          </Dialog>
        )}
      </section>
    </main>
  );
}

/** What fades out is still on the page. */
function Fading({ open }: { open: boolean }) {
  const dialog = useRef<HTMLDivElement>(null);
  useFocusBack(open, dialog);
  return (
    <main>
      <button type="button">Remove</button>
      <div ref={dialog}>
        <button type="button">Go on</button>
      </div>
    </main>
  );
}

async function openAndClose(what: What, close: string) {
  render(
    <MantineProvider>
      <Card what={what} />
    </MantineProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true));
  await userEvent.keyboard(close);
}
const focused = (role: string, name: string) =>
  waitFor(() => expect(document.activeElement).toBe(screen.getByRole(role, { name })));

// Finding 3.
describe("the focus, when a dialog closes,", () => {
  it.each(["mounted", "kept"] as const)("is back on what opened it: %s", async (what) => {
    await openAndClose(what, "{Escape}");
    await focused("button", "Remove");
  });

  it("is back though the dialog closed before it had taken it", async () => {
    const { rerender } = render(<Fading open={false} />);
    const opener = screen.getByRole("button", { name: "Remove" });
    opener.focus();
    rerender(<Fading open />);
    rerender(<Fading open={false} />);
    screen.getByRole("button", { name: "Go on" }).focus(); // as its trap does, a moment later
    await focused("button", "Remove");
  });

  it("is on the next control where that is gone", async () => {
    await openAndClose("gone", "{Enter}");
    await focused("button", "Add");
  });

  it("is on the heading where there is no control either", async () => {
    await openAndClose("alone", "{Enter}");
    await focused("heading", "Account");
  });

  it("is back on what opened the first of two that follow each other", async () => {
    await openAndClose("replaced", "{Enter}");
    await screen.findByRole("dialog", { name: "Confirm it's you" });
    await waitFor(() => expect(document.activeElement?.textContent).toBe("OK"));
    await userEvent.keyboard("{Escape}");
    await focused("button", "Remove");
  });
});
