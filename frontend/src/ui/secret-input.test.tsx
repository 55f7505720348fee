import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { SecretInput } from "./secret-input.tsx";

function shown(canHide: boolean): HTMLElement {
  vi.stubGlobal("CSS", { supports: () => canHide });
  render(
    <MantineProvider>
      <SecretInput label="Client secret" />
    </MantineProvider>,
  );
  return screen.getByLabelText("Client secret");
}

describe("F2: a field for a secret of somebody else's", () => {
  it("is nothing that a password manager takes for a login", () => {
    const field = shown(true);
    const attributes = Object.fromEntries([...field.attributes].map(({ name, value }) => [name, value]));
    expect(attributes).toMatchObject({ type: "text", autocomplete: "one-time-code", spellcheck: "false" });
    for (const name of ["data-1p-ignore", "data-bwignore", "data-lpignore"]) expect(attributes[name]).toBe("true");
    expect(field.closest(".secret")).toBeTruthy();
    expect(attributes.name).toBeUndefined();
  });

  it("is hidden as a password where the browser hides no text", () => {
    expect(shown(false).getAttribute("type")).toBe("password");
  });
});
