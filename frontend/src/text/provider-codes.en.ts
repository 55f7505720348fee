import type { Mender } from "./provider-codes.ts";

/** Who is to act, said before what to do. */
const menders = {
  person: "The person:",
  super_admin: "You, here:",
  provider_admin: "The administrator at the provider:",
} as const satisfies Record<Mender, string>;

/** What the hint is, to screen readers. */
const hint = "What the code means";

const signInAgain = "Start again from the sign-in page.";
const compareIds = "Compare the client ID and the tenant ID with the Overview page of the app registration.";
const registerUri = "Copy the redirect URI from the connection and add it at the provider, character for character.";
const newSecret = "Create a new client secret at the provider and save its value in the connection.";
const grantConsent =
  "Open the app registration, API permissions, and grant admin consent for openid, profile and email.";
const readPolicy =
  "Look at this sign-in in the Entra sign-in log: it names the Conditional Access policy. Change the policy or meet it.";
const finishSecondFactor = "Start again and finish what Microsoft asks for.";

/** What the codes of Google, Microsoft and OAuth mean in sign-ins of this kind. */
const codes = {
  // RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core 1.0, section 3.1.2.6
  access_denied: {
    title: "Access was denied",
    why: "The person pressed Cancel, declined what was asked, or a rule at the provider keeps them out.",
    fix: "Try again. If many people see this, ask the provider's administrator to grant consent or change the rule.",
  },
  invalid_request: {
    title: "The provider did not understand the request",
    why: "A value of the request is missing or not allowed. Usually the address of the provider is wrong.",
    fix: "Compare the client ID, the tenant and the redirect URI of the connection with the application at the provider.",
  },
  unauthorized_client: {
    title: "The application is not allowed to sign people in this way",
    why: "The client secret or the client ID may be wrong. Or the application at the provider is of another type, is turned off, or belongs to another directory.",
    fix: "Enter the client secret again and compare the client ID. If both are right, register it as a web application that uses the authorization code.",
  },
  unsupported_response_type: {
    title: "The application is not allowed to use the authorization code",
    why: "The provider only allows another response type.",
    fix: "Register it as a web application that uses the authorization code.",
  },
  unsupported_grant_type: {
    title: "The application is not allowed to redeem an authorization code",
    why: "The provider only allows another grant type.",
    fix: "Register it as a web application that uses the authorization code.",
  },
  invalid_scope: {
    title: "A permission is not allowed",
    why: "We ask for openid, email and profile. The provider does not let this application have all of them.",
    fix: "Allow openid, email and profile for the application.",
  },
  server_error: {
    title: "The provider had an error",
    why: "Something went wrong on the provider's side.",
    fix: "Try again. If it keeps failing, look at the provider's status page.",
  },
  temporarily_unavailable: {
    title: "The provider is busy or down",
    why: "The provider cannot respond right now.",
    fix: "Try again in a few minutes. If it keeps failing, look at the provider's status page.",
  },
  login_required: {
    title: "The person has to sign in at the provider",
    why: "No one is signed in there.",
    fix: signInAgain,
  },
  interaction_required: {
    title: "The provider wants to ask the person something",
    why: "It could not finish without showing a page.",
    fix: signInAgain,
  },
  account_selection_required: {
    title: "The person has to choose an account",
    why: "Several accounts are signed in at the provider.",
    fix: "Start again and choose the account for work.",
  },
  consent_required: {
    title: "Consent is missing",
    why: "No one has agreed yet to let this application read the name and e-mail address.",
    fix: "Grant consent for everyone at the provider.",
  },
  invalid_client: {
    title: "The provider does not accept the application",
    why: "The client ID is unknown there, or the client secret is wrong.",
    fix: "Enter the value of the client secret again, or create a new one at the provider; then compare the client ID.",
  },
  invalid_grant: {
    title: "The provider no longer accepts the code",
    why: "The code is too old, was used before, or belongs to another redirect URI.",
    fix: signInAgain,
  },
  redirect_uri_mismatch: {
    title: "The redirect URI is not registered",
    why: "The address that we send people back to is not in the application's list. One extra or missing slash is enough.",
    fix: registerUri,
  },

  // Google
  org_internal: {
    title: "Only accounts in the organization can use it",
    why: "The application at Google is Internal, and this account is from outside your Workspace.",
    fix: "Use an account in your Workspace.",
  },
  admin_policy_enforced: {
    title: "A rule of the Workspace blocks the application",
    why: "A Workspace administrator allows only selected applications.",
    fix: "In the Google Admin console, Security, API controls, trust this client ID.",
  },
  disallowed_useragent: {
    title: "Google does not allow this browser",
    why: "The page was opened inside another app, which Google does not allow.",
    fix: "Open the sign-in page in a browser such as Chrome, Safari or Firefox.",
  },
  deleted_client: {
    title: "The client was deleted",
    why: "Someone deleted this client at Google.",
    fix: "Create a new client at Google and save its client ID and secret in the connection.",
  },
  disabled_client: {
    title: "The client is disabled",
    why: "This client was disabled at Google, by an administrator or by Google.",
    fix: "Enable it in the Google Cloud console, or create a new one.",
  },
  access_blocked: {
    title: "Google blocks the application",
    why: "The application is in testing, or a rule of the Workspace does not trust it.",
    fix: "Set the audience to Internal, or trust this client ID in the Google Admin console.",
  },

  // Microsoft Entra: the account
  AADSTS16000: {
    title: "The person has to choose an account",
    why: "Several accounts are signed in, or this one is not in the directory.",
    fix: "Start again and choose the account for work.",
  },
  AADSTS50020: {
    title: "The account is not in this directory",
    why: "A personal account, or one from another company that is not a guest here.",
    fix: "Use an account in this directory. If the other directory is also yours, add its tenant to the lock.",
  },
  AADSTS50034: {
    title: "No such account in the directory",
    why: "The address has a typo, or the account is in another directory.",
    fix: "Check the address, or use another account.",
  },
  AADSTS50053: {
    title: "The account is locked for a while",
    why: "Too many wrong passwords, or they came from an IP address that Microsoft does not trust.",
    fix: "Wait a few minutes, then try again. The directory's administrator can unlock it.",
  },
  AADSTS50055: {
    title: "The password has expired",
    why: "The directory requires a new password.",
    fix: "Change the password at Microsoft, then start again.",
  },
  AADSTS50057: {
    title: "The account is disabled",
    why: "Someone disabled this account in the directory.",
    fix: "Enable the account in Entra if the person should be able to sign in.",
  },
  AADSTS50058: {
    title: "No one is signed in at Microsoft",
    why: "The session there has ended.",
    fix: signInAgain,
  },
  AADSTS50126: {
    title: "Wrong address or password",
    why: "Microsoft did not accept what was typed.",
    fix: "Type it again, or reset the password at Microsoft.",
  },
  AADSTS50132: {
    title: "The session at Microsoft has ended",
    why: "It was ended there, or has expired.",
    fix: signInAgain,
  },
  AADSTS50133: {
    title: "The session at Microsoft has ended",
    why: "The password was changed or has expired.",
    fix: signInAgain,
  },
  AADSTS50140: {
    title: "Microsoft asked whether to stay signed in",
    why: "The question was not answered.",
    fix: "Start again and answer it.",
  },
  AADSTS50144: {
    title: "The password has expired",
    why: "The company network password has expired.",
    fix: "Change it the way your company requires, then start again.",
  },
  AADSTS50173: {
    title: "Microsoft requires a new sign-in",
    why: "The password was changed or sessions were ended since the last one.",
    fix: signInAgain,
  },
  AADSTS51004: {
    title: "No such account in the directory",
    why: "The account is not in this directory.",
    fix: "Use an account in this directory, or have it added there as a guest.",
  },
  AADSTS90072: {
    title: "The account is from outside the directory",
    why: "It is signed in at Microsoft, but the directory does not know it as a guest.",
    fix: "Sign out at Microsoft and use an account in this directory.",
  },

  // Microsoft Entra: more than a password
  AADSTS50072: {
    title: "A second factor has to be set up",
    why: "The directory requires one.",
    fix: finishSecondFactor,
  },
  AADSTS50074: {
    title: "The second factor was not finished",
    why: "The directory requires one.",
    fix: finishSecondFactor,
  },
  AADSTS50076: {
    title: "A second factor is needed",
    why: "The location or a new rule of the directory requires one.",
    fix: finishSecondFactor,
  },
  AADSTS50079: {
    title: "A second factor has to be set up",
    why: "The directory requires one.",
    fix: finishSecondFactor,
  },
  AADSTS50097: {
    title: "The device has to identify itself",
    why: "The directory allows only known devices.",
    fix: "Use the computer that your company manages.",
  },
  AADSTS50129: {
    title: "The device is not joined",
    why: "The directory allows only joined devices.",
    fix: "Use the computer that your company manages.",
  },
  AADSTS50131: {
    title: "A rule of the directory blocked the sign-in",
    why: "The device, the location or the way of signing in does not meet a Conditional Access policy.",
    fix: readPolicy,
  },
  AADSTS50158: {
    title: "A further check was not finished",
    why: "The directory requires a check by another service.",
    fix: "Start again and finish every step.",
  },
  AADSTS53000: {
    title: "The device does not meet the rules",
    why: "The directory allows only healthy, managed devices.",
    fix: "Use the computer that your company manages, or fix it as the company portal says.",
  },
  AADSTS53001: {
    title: "The device is not joined to the company",
    why: "The directory allows only joined devices.",
    fix: "Use the computer that your company manages.",
  },
  AADSTS53002: {
    title: "The browser or app is not approved",
    why: "A Conditional Access policy allows only approved apps.",
    fix: readPolicy,
  },
  AADSTS53003: {
    title: "A rule of the directory blocked the sign-in",
    why: "A Conditional Access policy does not allow it.",
    fix: readPolicy,
  },
  AADSTS53004: {
    title: "The second factor can't be set up now",
    why: "Microsoft saw something suspicious and blocks the setup.",
    fix: "Have the person set it up from a trusted location, or give them a Temporary Access Pass.",
  },
  AADSTS53011: {
    title: "The account is blocked because of risk",
    why: "Microsoft saw something suspicious, and a rule of the directory blocks the account.",
    fix: "In Entra, Identity Protection, look at the risk of this user and remediate it.",
  },
  AADSTS500021: {
    title: "The network allows only other directories",
    why: "Tenant restrictions of the company network block this directory.",
    fix: "Add the directory to the allowed ones.",
  },

  // Microsoft Entra: the application
  AADSTS50011: {
    title: "The redirect URI is not registered",
    why: "The address that we send people back to is not in the app registration. One extra or missing slash is enough.",
    fix: registerUri,
  },
  AADSTS50105: {
    title: "The person is not assigned to the application",
    why: "The enterprise application allows only assigned people.",
    fix: "In Entra, Enterprise applications, Users and groups, add the person or their group, or turn assignment off.",
  },
  AADSTS50194: {
    title: "The application is for one directory only",
    why: "The request was for any directory, because the connection has no tenant.",
    fix: "Save the tenant ID of the app registration in the connection.",
  },
  AADSTS65001: {
    title: "Consent is missing",
    why: "No one has agreed yet to let this application read the name and e-mail address.",
    fix: grantConsent,
  },
  AADSTS65004: {
    title: "The person declined",
    why: "They did not let the application read the name and e-mail address.",
    fix: "Try again and accept, or have the directory's administrator grant consent for everyone.",
  },
  AADSTS65005: {
    title: "The permissions of the application are wrong",
    why: "It asks for something that this directory does not have.",
    fix: "Leave only openid, profile and email in API permissions.",
  },
  AADSTS650052: {
    title: "The application asks for a service that is not there",
    why: "A permission belongs to a service that this directory does not have.",
    fix: "Leave only openid, profile and email in API permissions.",
  },
  AADSTS650056: {
    title: "The permissions of the application are wrong",
    why: "Permissions are missing, or consent was not granted for them.",
    fix: grantConsent,
  },
  AADSTS70001: {
    title: "The application is not in this directory",
    why: "The client ID is wrong, or the tenant is a different one.",
    fix: compareIds,
  },
  AADSTS70011: {
    title: "A permission is not allowed",
    why: "We ask for openid, email and profile.",
    fix: "Allow these three for the application.",
  },
  AADSTS700016: {
    title: "The application is not in this directory",
    why: "The client ID has a typo, the application was deleted, or the tenant is a different one.",
    fix: compareIds,
  },
  AADSTS700025: {
    title: "The application is registered as public",
    why: "Public clients have no secret.",
    fix: "Remove the public platform and add the platform Web with our redirect URI.",
  },
  AADSTS700051: {
    title: "The response type is not enabled",
    why: "The application is not allowed to respond in the way that was requested.",
    fix: "Register the redirect URI under the platform Web.",
  },
  AADSTS700054: {
    title: "The response type is not enabled",
    why: "The application is not allowed to respond in the way that was requested.",
    fix: "Register the redirect URI under the platform Web.",
  },
  AADSTS7000112: {
    title: "The application is disabled",
    why: "It was disabled in the directory, by an administrator or by Microsoft.",
    fix: "In Entra, Enterprise applications, Properties, allow people to sign in.",
  },
  AADSTS7000215: {
    title: "The client secret is wrong",
    why: "Usually the secret ID was copied instead of the value.",
    fix: newSecret,
  },
  AADSTS7000218: {
    title: "The client secret is missing",
    why: "Microsoft got no secret from us.",
    fix: "Save the client secret in the connection again.",
  },
  AADSTS7000222: {
    title: "The client secret has expired",
    why: "Entra secrets last at most two years.",
    fix: newSecret,
  },
  AADSTS9002326: {
    title: "The redirect URI is under the wrong platform",
    why: "It is registered for a single-page application.",
    fix: "Move the redirect URI to the platform Web.",
  },
  AADSTS9002327: {
    title: "The redirect URI is under the wrong platform",
    why: "It is registered for a single-page application, whose codes a server is not allowed to redeem.",
    fix: "Move the redirect URI to the platform Web.",
  },
  AADSTS500112: {
    title: "The redirect URI is not the one in the request",
    why: "It was changed while the person was away, or a proxy changes requests.",
    fix: signInAgain,
  },
  AADSTS500113: {
    title: "No redirect URI is registered",
    why: "The app registration has no address to send people back to.",
    fix: registerUri,
  },
  AADSTS90094: {
    title: "An administrator has to grant consent",
    why: "People in this directory are not allowed to consent themselves.",
    fix: grantConsent,
  },
  AADSTS90095: {
    title: "An administrator has to grant consent",
    why: "The person's request is waiting for approval.",
    fix: "Approve it in Entra, Enterprise applications, Admin consent requests.",
  },

  // Microsoft Entra: the directory and the request
  AADSTS50001: {
    title: "A service is turned off in the directory",
    why: "It is unknown to the directory or turned off there.",
    fix: "Leave only openid, profile and email in API permissions.",
  },
  AADSTS50059: {
    title: "No directory was named",
    why: "Microsoft could not tell which directory was meant.",
    fix: "Save the tenant ID in the connection.",
  },
  AADSTS50128: {
    title: "The directory was not found",
    why: "No directory has the domain or the tenant that was named.",
    fix: compareIds,
  },
  AADSTS90002: {
    title: "The directory was not found",
    why: "The tenant has a typo, or the directory was deleted.",
    fix: compareIds,
  },
  AADSTS500011: {
    title: "A service is not in the directory",
    why: "The application asks for a service that this directory does not have.",
    fix: "Leave only openid, profile and email in API permissions.",
  },
  AADSTS501481: {
    title: "The code belongs to another sign-in",
    why: "The verifier sent with the code does not match it.",
    fix: signInAgain,
  },
  AADSTS54005: {
    title: "The code was used before",
    why: "The page was loaded twice.",
    fix: signInAgain,
  },
  AADSTS70000: {
    title: "Microsoft no longer accepts the code",
    why: "It is too old or was withdrawn.",
    fix: signInAgain,
  },
  AADSTS70008: {
    title: "The code has expired",
    why: "The sign-in took too long.",
    fix: signInAgain,
  },
  AADSTS90033: {
    title: "Microsoft has an error",
    why: "The service is not available right now.",
    fix: "Try again in a minute.",
  },
  AADSTS900144: {
    title: "A value is missing in the request",
    why: "Part of the request was lost on the way.",
    fix: "Run the test again. If it keeps failing, ask the operator whether a proxy changes requests.",
  },
  AADSTS9002313: {
    title: "Microsoft did not understand the request",
    why: "Part of the request was damaged on the way.",
    fix: "Run the test again. If it keeps failing, ask the operator whether a proxy changes requests.",
  },
} as const;

export const texts = { menders, hint, codes } as const;
