import { importPKCS8, SignJWT } from "jose";

/** What proves which service asks for a token: members of the request for it. */
export type Proof = () => Promise<Record<string, string>>;

/** The proof of a service that has a secret. */
export const bySecret =
  (id: string, secret: string): Proof =>
  async () => ({ client_id: id, client_secret: secret });

/**
 * The proof of a service whose public key Latchkey has (private_key_jwt). The issuer is
 * Latchkey's address. Each assertion counts once.
 */
export const byKey =
  (id: string, issuer: string, kid: string, pem: string): Proof =>
  async () => {
    const signed = await new SignJWT()
      .setProtectedHeader({ alg: "ES256", kid })
      .setIssuer(id)
      .setSubject(id)
      .setAudience(issuer)
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(await importPKCS8(pem, "ES256"));
    return assertion(id, signed);
  };

/** The proof of a service that has a token of another issuer and no secret; `read` gives that token as it is now. */
export const byFederation =
  (id: string, read: () => Promise<string>): Proof =>
  async () =>
    assertion(id, (await read()).trim());

function assertion(id: string, signed: string) {
  return {
    client_id: id,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: signed,
  };
}
