import { readdirSync, readFileSync } from "node:fs";
import { MantineProvider, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { theme } from "./theme.ts";

// Finding 27.
describe("a field", () => {
  it.each([
    ["text", TextInput],
    ["choice", NativeSelect],
    ["long text", Textarea],
  ] as const)("has its hint and what is wrong below the control: %s", (_, Control) => {
    render(
      <MantineProvider theme={theme}>
        <Control label="Name" description="As it is said." error="Fill in this field." />
      </MantineProvider>,
    );
    const control = screen.getByLabelText("Name");
    const isAfter = (text: string) =>
      Boolean(control.compareDocumentPosition(screen.getByText(text)) & Node.DOCUMENT_POSITION_FOLLOWING);
    expect([isAfter("Name"), isAfter("As it is said."), isAfter("Fill in this field.")]).toEqual([false, true, true]);
  });

  it("has the same order on every page: none says its own", () => {
    const pages = readdirSync("frontend/src", { recursive: true, encoding: "utf8" }).filter((p) => p.endsWith(".tsx"));
    const own = pages.filter(
      (p) => !p.includes(".test.") && /inputWrapperOrder/.test(readFileSync(`frontend/src/${p}`, "utf8")),
    );
    expect(own).toEqual([]);
  });
});
