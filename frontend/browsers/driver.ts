/** What the journeys need of a browser: so little that each is a small file. */

/** A browser that runs. */
export interface Driver {
  version: string;
  /** A tab that shares nothing with those before it. */
  open(): Promise<Tab>;
  quit(): Promise<void>;
}

export interface Tab {
  goto(url: string): Promise<void>;
  /** The string that an expression gives in the page. */
  evaluate(expression: string): Promise<string>;
  /** Real input, as the user's hands give it: the same words in both protocols. */
  act(input: Input[]): Promise<void>;
  /** A PNG in base64. */
  screenshot(): Promise<string>;
  /** What the browser complained of: script errors, and what the content policy refused. */
  complaints: string[];
  close(): Promise<void>;
}

/** A source of input (W3C WebDriver, 15.3 and WebDriver BiDi, input.performActions). */
export interface Input {
  type: "key" | "pointer";
  id: string;
  parameters?: { pointerType: "mouse" };
  actions: object[];
}

/** The keys of a text, one after the other. */
export function typing(text: string): Input[] {
  const actions = [...text].flatMap((value) => [
    { type: "keyDown", value },
    { type: "keyUp", value },
  ]);
  return [{ type: "key", id: "keyboard", actions }];
}

/** A click at a point of the window. */
export function clicking(x: number, y: number): Input[] {
  const actions = [
    { type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0 },
    { type: "pointerDown", button: 0 },
    { type: "pointerUp", button: 0 },
  ];
  return [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }];
}
