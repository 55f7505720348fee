/** The Python and Java programs under "Verify a token" of the documentation, as api/e2e/snippets_test.go does with the others. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { kit } from "../../.ci/interop.mjs";
import { password } from "../e2e/people";
import { worldOn } from "../e2e/world";

const snippets = resolve(import.meta.dirname, "../../docs/snippets/verify");
const person = "admin@acme.example";

/** How each program is started; it reads tokens and says of each whose it is. */
const programs: Record<string, () => [command: string, ...args: string[]]> = {
  Python: () => [`${kit("python")}/bin/python`, join(snippets, "try.py")],
  Java: () => {
    const classes = mkdtempSync(join(tmpdir(), "latchkey-interop-"));
    const libraries = `${kit("java")}/*`;
    execFileSync("javac", [
      "-cp",
      libraries,
      "-d",
      classes,
      join(snippets, "Verifier.java"),
      join(snippets, "Try.java"),
    ]);
    return ["java", "-cp", `${libraries}:${classes}`, "Try"];
  },
};

for (const [language, start] of Object.entries(programs)) {
  test(`${language} believes a token of ours and nothing else`, async ({ request }) => {
    const { url } = worldOn("sqlite");
    const signIn = { organization: "acme", email: person, password };
    expect(await request.post(`${url}/api/v1/sign-in/password`, { data: signIn })).toBeOK();
    const { accessToken: token } = await (
      await request.post(`${url}/api/v1/session/token`, { headers: { Origin: url } })
    ).json();
    const [head, body, signature = ""] = token.split(".");
    const tokens = [
      token,
      `${head}.${body}.${"A".repeat(signature.length)}`,
      `eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.${body}.`, // {"alg":"none","typ":"at+jwt"}
      "no token",
    ];
    const [command, ...args] = start();
    const say = (audience: string) =>
      execFileSync(command, [...args, url, audience], { input: tokens.join("\n"), encoding: "utf8" })
        .trim()
        .split("\n");
    const [believed, ...refused] = say(url);
    expect(believed).toMatch(/^usr_/);
    expect(refused.map((line) => line.split(":")[0])).toEqual(["refused", "refused", "refused"]);
    expect(say("another").filter((line) => !line.startsWith("refused"))).toEqual([]);
  });
}
