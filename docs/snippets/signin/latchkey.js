/** Latchkey as a provider of Auth.js; the redirect URI is https://crm.example.com/api/auth/callback/latchkey. */
export const latchkey = {
  id: "latchkey",
  name: "Latchkey",
  type: "oidc",
  issuer: process.env.LATCHKEY_URL, // https://sso.example.com
  clientId: process.env.LATCHKEY_CLIENT_ID,
  clientSecret: process.env.LATCHKEY_CLIENT_SECRET,
  authorization: { params: { scope: "openid profile email" } },
  checks: ["pkce", "state", "nonce"],
  profile: (claims) => ({ id: claims.sub, name: claims.name, email: claims.email }),
};
