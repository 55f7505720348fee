import { expect, it } from "vitest";
import { installPolicy } from "./trusted-types.ts";

it("text becomes markup only without a tag", () => {
  let createHTML = (text: string) => text;
  installPolicy({
    createPolicy: (_, rules) => {
      createHTML = rules.createHTML;
    },
  });
  expect(createHTML(".m_1{color:red}")).toBe(".m_1{color:red}");
  expect(() => createHTML("<img src=x onerror=alert(1)>")).toThrow();
});
