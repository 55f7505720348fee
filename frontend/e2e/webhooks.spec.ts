import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { enter, expect, test } from "./journey";
import { withNothing } from "./organizations";
import { person } from "./people";

test("people.md 3: a webhook is added, its secret shown once, and a test event arrives signed", async ({
  page,
  world,
}) => {
  const admin = "ada@hookland.example";
  world.apply(withNothing("hookland", [person(admin, ", role: super_admin")]));
  const got: { headers: Record<string, string>; body: string }[] = [];
  const receiver = createServer((req, res) => {
    let body = "";
    req.on("data", (part) => {
      body += part;
    });
    req.on("end", () => {
      got.push({ headers: req.headers as Record<string, string>, body });
      res.writeHead(204).end();
    });
  });
  await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
  const { port } = receiver.address() as AddressInfo;

  await enter(page, "hookland", admin);
  await page.getByRole("link", { name: "Webhooks", exact: true }).click();
  await expect(page.getByRole("heading", { name: "No webhooks yet" })).toBeVisible();
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const form = page.getByRole("dialog", { name: "Add a webhook" });
  await form.getByLabel("Address").fill("http://crm.example.com/");
  await form.getByRole("button", { name: "Add a webhook" }).click();
  await expect(form.getByText("Enter an https address")).toBeVisible();
  await form.getByLabel("Address").fill(`http://127.0.0.1:${port}/hook`);
  await form.getByLabel("Description").fill("Harbor CRM");
  await form.getByRole("button", { name: "Add a webhook" }).click();
  const once = page.getByRole("dialog", { name: "The secret of Harbor CRM" });
  const secret = await once.getByText(/^whsec_/).innerText();
  await once.getByRole("button", { name: "I have copied it" }).click();

  await page.getByRole("button", { name: "Send a test event" }).click();
  await expect(page.getByRole("row", { name: /webhook\.test.*Arrived.*204/ })).toBeVisible({ timeout: 10_000 });
  // The standard's own library: signature, id and time.
  const { headers, body } = got[0] as (typeof got)[number];
  const webhook = new Webhook(secret);
  expect(webhook.verify(body, headers)).toMatchObject({ type: "webhook.test", data: {} });
  expect(() => webhook.verify(`${body} `, headers)).toThrow("No matching signature found");
  receiver.close();
});
