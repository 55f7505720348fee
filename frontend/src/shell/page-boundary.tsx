import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { go } from "../browser/go.ts";
import { say } from "../text/app.ts";

/** Stands in for a page whose part of the program did not come, as after an update of the server. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
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
