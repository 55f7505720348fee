/** Keeps what one mount of the provider knows in memory; clients come from the registry. */
import type { Registry } from "./registry";

export interface Storage {
  adapter: (model: string) => object;
  /** Whether this mount gave a code out. */
  gave(code: string): boolean;
}

export function newStorage(registry: Registry): Storage {
  const rows = new Map<string, { payload: Record<string, unknown>; model: string }>();
  const adapter = (model: string) => {
    const key = (id: string) => `${model}:${id}`;
    const all = () => [...rows.values()].filter((row) => row.model === model);
    return {
      async find(id: string) {
        return model === "Client" ? clientOf(registry, id) : rows.get(key(id))?.payload;
      },
      async upsert(id: string, payload: Record<string, unknown>) {
        rows.set(key(id), { payload, model });
      },
      async findByUid(uid: string) {
        return all().find((row) => row.payload.uid === uid)?.payload;
      },
      async findByUserCode() {
        return undefined;
      },
      async consume(id: string) {
        const row = rows.get(key(id));
        if (row) row.payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id: string) {
        rows.delete(key(id));
      },
      async revokeByGrantId(grantId: string) {
        for (const [name, row] of rows) if (row.payload.grantId === grantId) rows.delete(name);
      },
    };
  };
  return { adapter, gave: (code) => rows.has(`AuthorizationCode:${code}`) };
}

function clientOf(registry: Registry, id: string) {
  const client = registry.clients.get(id);
  return (
    client && {
      client_id: id,
      client_secret: client.secret,
      redirect_uris: client.redirectUris,
      token_endpoint_auth_method: "client_secret_post",
    }
  );
}
