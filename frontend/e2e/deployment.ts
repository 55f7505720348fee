/** One provider, and one seeded product on each engine; worldOn (see world.ts) finds them through the environment. */
import { startMailbox } from "./mailbox";
import { startNames } from "./names";
import { clients } from "./people";
import { startProduct } from "./product";
import { startProvider } from "./provider";
import { changeClient, newRegistry } from "./registry";
import { redirectUriOf } from "./start";

/** Takes the address of each engine's database, undefined for the embedded one; gives what stops it all. */
export async function startDeployment(databases: Record<string, string | undefined>) {
  const registry = newRegistry();
  const provider = await startProvider(registry);
  const names = await startNames(registry);
  const mailbox = await startMailbox(registry.messages);
  process.env.JOURNEY_PROVIDER = provider.base;
  const settings = { providerBase: provider.base, dnsServer: names.address, smtpUrl: mailbox.url, seeded: true };
  const products = [];
  for (const [engine, databaseUrl] of Object.entries(databases)) {
    const product = await startProduct({ ...settings, databaseUrl });
    products.push(product);
    for (const [organization, byProvider] of Object.entries(clients))
      for (const [kind, id] of Object.entries(byProvider))
        changeClient(registry, { id, redirectUri: await redirectUriOf(product.url, organization, kind) });
    process.env[`JOURNEY_${engine.toUpperCase()}`] = JSON.stringify({ url: product.url, env: product.env });
  }
  return async () => {
    await Promise.all(products.map((product) => product.stop()));
    await Promise.all([provider.stop(), names.stop(), mailbox.stop()]);
  };
}
