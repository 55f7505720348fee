import { Component, type ReactNode } from "react";
import { showSpare } from "../browser/spare.ts";

/**
 * Stands outside of everything: whatever throws below, nobody looks at a blank
 * page. It shows nothing itself, and where nothing is, the page has words of its
 * own, so that none of what may have thrown is needed.
 */
export class AppBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch() {
    showSpare();
  }

  override render() {
    return this.state.failed ? null : this.props.children;
  }
}
