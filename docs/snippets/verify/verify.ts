import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";

/** Who a token speaks for. */
export interface Caller extends JWTPayload {
  sub: string;
  org: string;
  role: string;
  email: string;
  name: string;
}

/**
 * Verifies tokens. Make one and keep it: it has the keys. The issuer is Latchkey's address, the
 * audience what tokens for you have in aud: the same address, unless another was set.
 */
export function newVerifier(issuer: string, audience = issuer) {
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", issuer));
  return async (token: string): Promise<Caller> => {
    const { payload } = await jwtVerify<Caller>(token, keys, {
      issuer,
      audience,
      algorithms: ["ES256"],
      typ: "at+jwt",
      requiredClaims: ["sub", "org", "exp"],
    });
    return payload;
  };
}
