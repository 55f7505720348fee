/** Who can mend it: the person who signs in, a super admin here, or who administers the provider's directory. */
export type Mender = "person" | "super_admin" | "provider_admin";

/** An error code of a provider in plain words. */
export interface CodeExplanation {
  title: string;
  why: string;
  fix: string;
  who: Mender;
}

/** Who is to act, said before what to do. */
export const menders: Record<Mender, string> = {
  person: "The person:",
  super_admin: "You, here:",
  provider_admin: "The administrator at the provider:",
};

/** What the hint is, to screen readers. */
export const hint = { label: "What the code means" } as const;

const person = (title: string, why: string, fix: string): CodeExplanation => ({ title, why, fix, who: "person" });
const superAdmin = (title: string, why: string, fix: string): CodeExplanation => ({
  title,
  why,
  fix,
  who: "super_admin",
});
const providerAdmin = (title: string, why: string, fix: string): CodeExplanation => ({
  title,
  why,
  fix,
  who: "provider_admin",
});

const signInAgain = "Start again from the sign-in page.";
const compareIds = "Compare the client ID and the tenant ID with the Overview page of the app registration.";
const registerUri = "Copy the redirect URI from the connection and add it at the provider, character for character.";
const newSecret = "Create a new client secret at the provider and save its value in the connection.";
const grantConsent =
  "Open the app registration, API permissions, and grant admin consent for openid, profile and email.";
const readPolicy =
  "Look at this sign-in in the Entra sign-in log: it names the Conditional Access policy. Change the policy or meet it.";
const finishSecondFactor = "Start again and finish what Microsoft asks for.";

/**
 * What the codes of Google, Microsoft and OAuth mean in sign-ins of this kind.
 * Hints only: Microsoft may change its codes at any time and says that no
 * program may depend on them, so nothing is decided by this list.
 */
export const providerCodes: Record<string, CodeExplanation> = {
  // RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core 1.0, section 3.1.2.6
  access_denied: person(
    "Access was denied",
    "The person pressed Cancel, declined what was asked, or a rule at the provider keeps them out.",
    "Try again. If many people see this, the provider's administrator grants consent or changes the rule.",
  ),
  invalid_request: superAdmin(
    "The provider did not understand the request",
    "A value of the request is missing or not allowed. Mostly the address of the provider is wrong.",
    "Compare the client ID, the tenant and the redirect URI of the connection with the application at the provider.",
  ),
  unauthorized_client: providerAdmin(
    "The application may not sign people in this way",
    "The application at the provider is of another type, is turned off, or belongs to another directory.",
    "Register it as a web application that uses the authorization code.",
  ),
  unsupported_response_type: providerAdmin(
    "The application may not use the authorization code",
    "The provider allows another kind of answer only.",
    "Register it as a web application that uses the authorization code.",
  ),
  unsupported_grant_type: providerAdmin(
    "The application may not redeem an authorization code",
    "The provider allows another kind of grant only.",
    "Register it as a web application that uses the authorization code.",
  ),
  invalid_scope: providerAdmin(
    "A permission is not allowed",
    "We ask for openid, email and profile. The provider does not let this application have all of them.",
    "Allow openid, email and profile for the application.",
  ),
  server_error: person(
    "The provider had a fault",
    "Something went wrong on the provider's side.",
    "Try again. If it stays, look at the provider's status page.",
  ),
  temporarily_unavailable: person(
    "The provider is busy or down",
    "The provider cannot answer at the moment.",
    "Try again in some minutes. If it stays, look at the provider's status page.",
  ),
  login_required: person("The person has to sign in at the provider", "Nobody is signed in there.", signInAgain),
  interaction_required: person(
    "The provider wants to ask the person something",
    "It could not finish without showing a page.",
    signInAgain,
  ),
  account_selection_required: person(
    "The person has to choose an account",
    "Several accounts are signed in at the provider.",
    "Start again and choose the account for work.",
  ),
  consent_required: providerAdmin(
    "Consent is missing",
    "Nobody has agreed yet that this application may read name and address.",
    "Grant consent for everybody at the provider.",
  ),
  invalid_client: superAdmin(
    "The provider does not accept the application",
    "The client ID is unknown there, or the client secret is wrong.",
    "Compare the client ID, then create a new client secret at the provider and save its value in the connection.",
  ),
  invalid_grant: person(
    "The provider no longer accepts the code",
    "The code is too old, was used before, or belongs to another redirect URI.",
    signInAgain,
  ),
  redirect_uri_mismatch: providerAdmin(
    "The redirect URI is not registered",
    "The address that we send people back to is not in the application's list. One slash more or less is enough.",
    registerUri,
  ),

  // Google
  org_internal: person(
    "Only accounts of the organization may use it",
    "The application at Google is Internal, and this account is from outside of your Workspace.",
    "Use the account of your Workspace.",
  ),
  admin_policy_enforced: providerAdmin(
    "A rule of the Workspace blocks the application",
    "A Workspace administrator allows chosen applications only.",
    "In the Google Admin console, Security, API controls, trust this client ID.",
  ),
  disallowed_useragent: person(
    "Google does not allow this browser",
    "The page was opened inside of another app, which Google refuses.",
    "Open the sign-in page in a real browser such as Chrome, Safari or Firefox.",
  ),
  deleted_client: superAdmin(
    "The client was deleted",
    "Somebody deleted this client at Google.",
    "Create a new client at Google and save its client ID and secret in the connection.",
  ),
  disabled_client: providerAdmin(
    "The client is disabled",
    "Somebody disabled this client at Google, or Google did.",
    "Enable it in the Google Cloud console, or create a new one.",
  ),
  access_blocked: providerAdmin(
    "Google blocks the application",
    "The application is in testing, or a rule of the Workspace does not trust it.",
    "Set the audience to Internal, or trust this client ID in the Google Admin console.",
  ),

  // Microsoft Entra: the account
  AADSTS16000: person(
    "The person has to choose an account",
    "Several accounts are signed in, or this one is not in the directory.",
    "Start again and choose the account for work.",
  ),
  AADSTS50020: person(
    "The account is not in this directory",
    "A personal account, or one of another company that is no guest here.",
    "Use the account of this directory. If the other directory is also yours, add its tenant to the lock.",
  ),
  AADSTS50034: person(
    "No such account in the directory",
    "The address is misspelled, or the account is in another directory.",
    "Check the address, or use another account.",
  ),
  AADSTS50053: person(
    "The account is locked for a while",
    "Too many wrong passwords, or they came from an address that Microsoft does not trust.",
    "Wait some minutes, then try again. The directory's administrator can unlock it.",
  ),
  AADSTS50055: person(
    "The password has expired",
    "The directory wants a new password.",
    "Change the password at Microsoft, then start again.",
  ),
  AADSTS50057: providerAdmin(
    "The account is disabled",
    "Somebody disabled this account in the directory.",
    "Enable the account in Entra if the person may sign in.",
  ),
  AADSTS50058: person("Nobody is signed in at Microsoft", "The session there is over.", signInAgain),
  AADSTS50126: person(
    "Wrong address or password",
    "Microsoft did not accept what was typed.",
    "Type it again, or reset the password at Microsoft.",
  ),
  AADSTS50132: person("The session at Microsoft is over", "It was ended there, or has expired.", signInAgain),
  AADSTS50133: person("The session at Microsoft is over", "The password was changed or has expired.", signInAgain),
  AADSTS50140: person(
    "Microsoft asked whether to stay signed in",
    "The question was not answered.",
    "Start again and answer it.",
  ),
  AADSTS50144: person(
    "The password has expired",
    "The password of the company network has expired.",
    "Change it as your company says, then start again.",
  ),
  AADSTS50173: person(
    "Microsoft wants a fresh sign-in",
    "The password was changed or sessions were ended since the last one.",
    signInAgain,
  ),
  AADSTS51004: person(
    "No such account in the directory",
    "The account is not in this directory.",
    "Use the account of this directory, or have it added there as a guest.",
  ),
  AADSTS90072: person(
    "The account is from outside of the directory",
    "It is signed in at Microsoft, but the directory does not know it as a guest.",
    "Sign out at Microsoft and use the account of this directory.",
  ),

  // Microsoft Entra: more than a password
  AADSTS50072: person("A second factor has to be set up", "The directory demands one.", finishSecondFactor),
  AADSTS50074: person("The second factor was not finished", "The directory demands one.", finishSecondFactor),
  AADSTS50076: person(
    "A second factor is needed",
    "The place or a new rule of the directory demands one.",
    finishSecondFactor,
  ),
  AADSTS50079: person("A second factor has to be set up", "The directory demands one.", finishSecondFactor),
  AADSTS50097: person(
    "The device has to identify itself",
    "The directory lets known devices in only.",
    "Use the computer that your company manages.",
  ),
  AADSTS50129: person(
    "The device is not joined",
    "The directory lets joined devices in only.",
    "Use the computer that your company manages.",
  ),
  AADSTS50131: providerAdmin(
    "A rule of the directory blocked the sign-in",
    "The device, the place or the way of signing in does not meet a Conditional Access policy.",
    readPolicy,
  ),
  AADSTS50158: person(
    "A further check was not finished",
    "The directory demands a check of another service.",
    "Start again and finish every step.",
  ),
  AADSTS53000: person(
    "The device does not meet the rules",
    "The directory lets healthy, managed devices in only.",
    "Use the computer that your company manages, or mend it as the company portal says.",
  ),
  AADSTS53001: person(
    "The device is not joined to the company",
    "The directory lets joined devices in only.",
    "Use the computer that your company manages.",
  ),
  AADSTS53002: providerAdmin(
    "The browser or app is not approved",
    "A Conditional Access policy allows approved apps only.",
    readPolicy,
  ),
  AADSTS53003: providerAdmin(
    "A rule of the directory blocked the sign-in",
    "A Conditional Access policy does not allow it.",
    readPolicy,
  ),
  AADSTS53004: providerAdmin(
    "The second factor can't be set up now",
    "Microsoft saw something suspicious and blocks the set-up.",
    "Let the person set it up from a trusted place, or give them a Temporary Access Pass.",
  ),
  AADSTS500021: providerAdmin(
    "The network allows other directories only",
    "Tenant restrictions of the company network block this directory.",
    "Add the directory to the allowed ones.",
  ),

  // Microsoft Entra: the application
  AADSTS50011: providerAdmin(
    "The redirect URI is not registered",
    "The address that we send people back to is not in the app registration. One slash more or less is enough.",
    registerUri,
  ),
  AADSTS50105: providerAdmin(
    "The person is not assigned to the application",
    "The enterprise application lets assigned people in only.",
    "In Entra, Enterprise applications, Users and groups, add the person or their group, or turn assignment off.",
  ),
  AADSTS50194: superAdmin(
    "The application is for one directory only",
    "It was asked for any directory, because the connection names no tenant.",
    "Save the tenant ID of the app registration in the connection.",
  ),
  AADSTS65001: providerAdmin(
    "Consent is missing",
    "Nobody has agreed yet that this application may read name and address.",
    grantConsent,
  ),
  AADSTS65004: person(
    "The person declined",
    "They did not agree that the application may read name and address.",
    "Try again and accept, or let the directory's administrator grant consent for everybody.",
  ),
  AADSTS65005: providerAdmin(
    "The permissions of the application are wrong",
    "It asks for something that this directory does not have.",
    "Leave only openid, profile and email in API permissions.",
  ),
  AADSTS650052: providerAdmin(
    "The application asks for a service that is not there",
    "A permission belongs to a service that this directory does not have.",
    "Leave only openid, profile and email in API permissions.",
  ),
  AADSTS650056: providerAdmin(
    "The permissions of the application are wrong",
    "Permissions are missing, or consent was not granted for them.",
    grantConsent,
  ),
  AADSTS70001: superAdmin(
    "The application is not in this directory",
    "The client ID is wrong, or the tenant is another one.",
    compareIds,
  ),
  AADSTS70011: providerAdmin(
    "A permission is not allowed",
    "We ask for openid, email and profile.",
    "Allow these three for the application.",
  ),
  AADSTS700016: superAdmin(
    "The application is not in this directory",
    "The client ID is misspelled, the application was deleted, or the tenant is another one.",
    compareIds,
  ),
  AADSTS700025: providerAdmin(
    "The application is registered as public",
    "Public clients have no secret.",
    "Remove the public platform and add the platform Web with our redirect URI.",
  ),
  AADSTS700051: providerAdmin(
    "The kind of answer is not enabled",
    "The application may not answer in the way that was asked for.",
    "Register the redirect URI under the platform Web.",
  ),
  AADSTS700054: providerAdmin(
    "The kind of answer is not enabled",
    "The application may not answer in the way that was asked for.",
    "Register the redirect URI under the platform Web.",
  ),
  AADSTS7000112: providerAdmin(
    "The application is disabled",
    "Somebody disabled it in the directory, or Microsoft did.",
    "In Entra, Enterprise applications, Properties, allow people to sign in.",
  ),
  AADSTS7000215: superAdmin(
    "The client secret is wrong",
    "Mostly the secret's ID was copied instead of its value.",
    newSecret,
  ),
  AADSTS7000218: superAdmin(
    "The client secret is missing",
    "Microsoft got no secret from us.",
    "Save the client secret in the connection again.",
  ),
  AADSTS7000222: superAdmin("The client secret has expired", "Secrets of Entra last two years at most.", newSecret),
  AADSTS9002326: providerAdmin(
    "The redirect URI is under the wrong platform",
    "It is registered for a single-page application.",
    "Move the redirect URI to the platform Web.",
  ),
  AADSTS9002327: providerAdmin(
    "The redirect URI is under the wrong platform",
    "It is registered for a single-page application, whose codes a server may not redeem.",
    "Move the redirect URI to the platform Web.",
  ),
  AADSTS500113: providerAdmin(
    "No redirect URI is registered",
    "The app registration has no address to send people back to.",
    registerUri,
  ),
  AADSTS90094: providerAdmin(
    "An administrator has to grant consent",
    "People of this directory may not agree themselves.",
    grantConsent,
  ),
  AADSTS90095: providerAdmin(
    "An administrator has to grant consent",
    "The person's request waits for approval.",
    "Approve it in Entra, Enterprise applications, Admin consent requests.",
  ),

  // Microsoft Entra: the directory and the request
  AADSTS50001: providerAdmin(
    "A service is turned off in the directory",
    "The directory does not know it, or turned it off.",
    "Leave only openid, profile and email in API permissions.",
  ),
  AADSTS50059: superAdmin(
    "No directory was named",
    "Microsoft could not tell which directory is meant.",
    "Save the tenant ID in the connection.",
  ),
  AADSTS50128: superAdmin(
    "The directory was not found",
    "No directory has the domain or the tenant that was named.",
    compareIds,
  ),
  AADSTS90002: superAdmin(
    "The directory was not found",
    "The tenant is misspelled, or the directory was deleted.",
    compareIds,
  ),
  AADSTS500011: providerAdmin(
    "A service is not in the directory",
    "The application asks for a service that this directory does not have.",
    "Leave only openid, profile and email in API permissions.",
  ),
  AADSTS54005: person("The code was used before", "The page was loaded twice.", signInAgain),
  AADSTS70000: person("Microsoft no longer accepts the code", "It is too old or was withdrawn.", signInAgain),
  AADSTS70008: person("The code has expired", "The sign-in took too long.", signInAgain),
  AADSTS90033: person("Microsoft has a fault", "The service is not available at the moment.", "Try again in a minute."),
  AADSTS900144: superAdmin(
    "The request lacks a value",
    "Something of the request got lost on its way.",
    "Run the test again. If it stays, ask the operator whether a proxy changes requests.",
  ),
  AADSTS9002313: superAdmin(
    "Microsoft did not understand the request",
    "Something of the request got damaged on its way.",
    "Run the test again. If it stays, ask the operator whether a proxy changes requests.",
  ),
};
