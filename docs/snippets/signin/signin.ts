import { createServer } from "node:http";
import * as client from "openid-client";

/** Who signed in. */
export interface Person {
  sub: string; // know people by this
  org_code: string;
  email: string;
  name: string;
  role: string;
}

/** A server that signs people in through Latchkey. Begin a session of your own where it says who they are. */
export async function newServer(issuer: string, clientId: string, secret: string, home: string) {
  const redirectUri = `${home}/callback`;
  const insecure = issuer.startsWith("http:") ? { execute: [client.allowInsecureRequests] } : {}; // for tests on this machine
  const config = await client.discovery(new URL(issuer), clientId, secret, undefined, insecure);
  const waiting = new Map<string, { verifier: string; nonce: string }>(); // belongs into the browser's session

  return createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", home);
    try {
      if (url.pathname === "/login") {
        const verifier = client.randomPKCECodeVerifier();
        const [state, nonce] = [client.randomState(), client.randomNonce()];
        waiting.set(state, { verifier, nonce });
        const to = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: "openid profile email", // organization: "acme" says which organization
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
        });
        const cookie = `state=${state}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600`; // and Secure, with https
        response.writeHead(303, { Location: to.href, "Set-Cookie": cookie }).end();
      } else if (url.pathname === "/callback") {
        const state = /(?:^|; )state=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
        const begun = waiting.get(state);
        if (!begun) throw new Error("this sign-in did not begin in this browser");
        waiting.delete(state);
        const tokens = await client.authorizationCodeGrant(config, url, {
          expectedState: state,
          expectedNonce: begun.nonce,
          pkceCodeVerifier: begun.verifier,
        });
        const person = tokens.claims() as unknown as Person;
        response.end(`You are ${person.name} of ${person.org_code} (${person.sub}).`);
      } else response.writeHead(404).end();
    } catch (error) {
      console.error(error); // its error_description says what to mend
      response.writeHead(403).end(`Not signed in: ${error instanceof Error ? error.message : error}`);
    }
  });
}
