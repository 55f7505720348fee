import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { devPolicy, filled, pageOf } from "./document.ts";

const served = `<html data-theme="dark" lang="es"><meta name="color-scheme" content="dark">
<script type="application/json" id="page">{"signIn":"$&"}</script><script src="/assets/login-1.js"></script>`;
const source = `<html lang="es"><meta name="color-scheme" content="light dark">
<script nonce="__NONCE__">prepare()</script>
<script type="application/json" id="page" nonce="__NONCE__">null</script><script src="/src/signin/main.tsx"></script>`;

describe("a document of make dev", () => {
  it("has the program's look and data, and the modules of the source", () =>
    expect(
      filled(source, served, "n1"),
    ).toBe(`<html data-theme="dark" lang="es"><meta name="color-scheme" content="dark">
<script nonce="n1">prepare()</script>
<script type="application/json" id="page" nonce="n1">{"signIn":"$&"}</script><script src="/src/signin/main.tsx"></script>`));

  it("of the app says its nonce where the app reads it", () =>
    expect(filled('<meta name="csp-nonce" nonce="">', "", "n1")).toBe('<meta name="csp-nonce" nonce="n1">'));

  it("is one of two pages, or left as it is", () => {
    for (const page of ["login.html", "app.html"]) expect(pageOf(readFileSync(`frontend/${page}`, "utf8"))).toBe(page);
    expect(pageOf(served)).toBe("login.html");
    expect(pageOf("<html><p>Too many people.</p></html>")).toBeUndefined();
  });

  it("has the policy of the product, with one nonce for scripts and styles", () =>
    expect(devPolicy("script-src 'self'; style-src 'self' 'nonce-old'; img-src 'self'", "n1")).toBe(
      "script-src 'self' 'nonce-n1'; style-src 'self' 'nonce-n1'; img-src 'self'",
    ));
});
