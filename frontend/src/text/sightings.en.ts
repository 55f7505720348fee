/** What a provider may show on its own page, and what to do then, said after "What to do:" (spec S10). */
export const texts = {
  redirect: {
    label: "The redirect URI does not match",
    todo: "add exactly this redirect URI to the application, under the platform Web. One extra or missing slash is enough to fail.",
  },
  client: {
    label: "The application or client is not known",
    todo: "compare the client ID, and for Microsoft the tenant ID, with the application's page. Correct what differs.",
  },
  assigned: {
    label: "The person is not assigned to the application",
    todo: "in Entra, open Enterprise applications, find this client ID, and add the person or their group under Users and groups.",
  },
  directory: {
    label: "The account is in another directory",
    todo: "use an account of the tenant below. If the application is for one directory only, save its tenant ID here.",
  },
  consent: {
    label: "An administrator must approve",
    todo: "open the app registration with this client ID, API permissions, and grant admin consent for openid, profile and email.",
  },
  blocked: {
    label: "Access is blocked",
    todo: "find the rule that blocks the account. For Google: use an account of the Workspace, set the audience to Internal, and trust this client ID in the Admin console. For Microsoft: the Entra sign-in log names the policy.",
  },
  other: {
    label: "Something else",
    todo: "search the provider's help for the code on the page, and compare all these values with the application.",
  },
} as const;
