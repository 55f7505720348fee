/** The address that a sign-in comes back to, as the product sends it: it computes what it shows to super admins. */
export async function redirectUriOf(url: string, organization: string, provider: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/sign-in/sso`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ organization, provider }),
  });
  const { authorizationUrl } = (await answer.json()) as { authorizationUrl: string };
  return new URL(authorizationUrl).searchParams.get("redirect_uri") ?? "";
}
