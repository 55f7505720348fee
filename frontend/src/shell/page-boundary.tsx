import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { go } from "../browser/go.ts";
import { say } from "../text/app.ts";
import { NotLoaded } from "./lazy-page.tsx";

interface PageBoundaryProps {
  /** The path of the page: what failed at one place is forgotten at the next. */
  place: string;
  children: ReactNode;
}

interface State {
  place: string;
  failed: boolean;
}

/** Stands in for a page that failed, or whose part of the program did not come, as after an update of the server. */
export class PageBoundary extends Component<PageBoundaryProps, State> {
  override state: State = { place: this.props.place, failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  static getDerivedStateFromProps({ place }: PageBoundaryProps, state: State): State | null {
    return place === state.place ? null : { place, failed: false };
  }

  override componentDidCatch(error: unknown) {
    if (error instanceof NotLoaded) error.forget();
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="page-head" role="alert">
        <h1>{say("page.failed")}</h1>
        <p className="actions">
          <Button onClick={go.again}>{say("page.again")}</Button>
        </p>
      </div>
    );
  }
}
