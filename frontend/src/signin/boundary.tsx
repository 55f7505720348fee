/** @jsxImportSource preact */
import { Component, type RenderableProps } from "preact";
import { showSpare } from "../browser/spare.ts";

/** Stands outside of every screen: whatever throws, the words that stand in the HTML take the page's place. */
export class Boundary extends Component<object, { failed?: true }> {
  override componentDidCatch() {
    showSpare();
    this.setState({ failed: true });
  }

  render({ children }: RenderableProps<object>) {
    return this.state.failed ? null : children;
  }
}
