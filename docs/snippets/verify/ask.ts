/** What is said of a token that is active. */
export interface Active {
  active: true;
  sub: string;
  org: string;
  role?: string;
  scope?: string;
}

/**
 * Asks Latchkey whether an access token is active at this moment, and whose it is (RFC 7662). Id
 * and secret are those of a service with the scope introspect, which may ask about its
 * organization, or of an application, about its own.
 */
export async function ask(issuer: string, id: string, secret: string, token: string): Promise<Active | undefined> {
  const credentials = btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`);
  const answer = await fetch(`${issuer}/oauth/introspect`, {
    method: "POST",
    headers: { Authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ token }),
  });
  if (!answer.ok) throw new Error(`Latchkey does not say: ${answer.status}`);
  const said = await answer.json();
  return said.active ? said : undefined;
}
