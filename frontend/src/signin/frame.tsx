/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Mark } from "./icons.tsx";
import { LanguagePicker } from "./language-picker.tsx";
import type { Organization } from "./page.ts";
import { say } from "./texts/login.ts";

/** How far the key is in: at the card, drawn back, or pushed in. */
export type KeyPlace = "at" | "out" | "in";

interface FrameProps {
  /** The name of the page in the window's title. */
  title: string;
  organization?: Organization;
  keyPlace?: KeyPlace;
  /** What stands below the card. */
  below?: ComponentChildren;
  children: ComponentChildren;
}

/** The frame of every page of the sign-in entry: the card, the key behind it, the footer. */
export function Frame({ title, organization, keyPlace = "at", below, children }: FrameProps) {
  const page = organization ? say("title.page", { page: title, org: organization.name }) : title;
  useEffect(() => {
    document.title = page;
  }, [page]);
  return (
    <>
      <a class="skip" href="#main">
        {say("skip")}
      </a>
      <main id="main" tabIndex={-1}>
        <div class="card">
          <Key place={keyPlace} />
          {organization && <Sender name={organization.name} />}
          {children}
        </div>
        {below}
      </main>
      <footer class="foot small muted">
        <LanguagePicker />
        <span class="made">
          <Mark />
          {say("made.by")}
        </span>
      </footer>
    </>
  );
}

/** The organization's first letter, in place of a logo. */
export function OrganizationMark({ name }: { name: string }) {
  return (
    <span class="org-mark" aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase()}
    </span>
  );
}

function Sender({ name }: { name: string }) {
  return (
    <p class="org muted">
      <OrganizationMark name={name} />
      {name}
    </p>
  );
}

function Key({ place }: { place: KeyPlace }) {
  return (
    <svg class={`key ${place}`} viewBox="-4 0 644 260" aria-hidden="true">
      <path
        fill-rule="evenodd"
        d="M120 10a120 120 0 0 1 116 90H640V240H550V186H586V154H236A120 120 0 1 1 120 10Zm0 62a58 58 0 1 0 0 116 58 58 0 0 0 0-116Z"
      />
    </svg>
  );
}
