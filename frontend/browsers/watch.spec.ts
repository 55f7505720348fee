import { expect, test } from "./journey";

// Silence counts for something only where complaints are heard.
test("what the content policy refuses and a script throws is heard", async ({ driver, world }) => {
  const tab = await driver.open();
  await tab.goto(`${world.url}/sign-in`);
  await tab.evaluate("String(setTimeout(() => { throw new Error('thrown on purpose') }))");
  await tab.evaluate(
    "String(document.body.append(Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:9/x.png' })))",
  );
  const heard = async () => (await tab.evaluate("''")) + tab.complaints.join("\n");
  await expect.poll(heard).toMatch(/thrown on purpose/);
  await expect.poll(heard).toMatch(/Content.Security.Policy/i);
  await tab.close();
});
