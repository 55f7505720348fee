import { createRemoteJWKSet, jwtVerify } from "jose";

const event = "http://schemas.openid.net/event/backchannel-logout";

/**
 * The handler of the backchannelLogoutUri. It verifies what Latchkey posts and hands over whose
 * sessions end here: those that began with the session id (sid), or, without one, all of the user
 * (sub). The same may come twice. Make one and keep it: it has the keys.
 */
export function newLogout(issuer: string, clientId: string, end: (sid?: string, sub?: string) => Promise<void>) {
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", issuer));
  return async (request: Request): Promise<Response> => {
    const headers = { "Cache-Control": "no-store" };
    const token = String((await request.formData()).get("logout_token"));
    const verified = await jwtVerify<{ sid?: string; events?: object; nonce?: string }>(token, keys, {
      issuer,
      audience: clientId,
      typ: "logout+jwt",
      algorithms: ["RS256", "ES256"],
      requiredClaims: ["iat", "exp", "jti"],
    }).catch(() => undefined);
    const { sid, sub, events = {}, nonce } = verified?.payload ?? {};
    if (!(event in events) || nonce !== undefined || !(sid || sub)) return new Response(null, { status: 400, headers });
    await end(sid, sub);
    return new Response(null, { headers });
  };
}
