import type { ProblemCode } from "../api/problem.ts";

/** One sentence for each code that only the app meets. The others are in problems.en.ts. */
export const texts = {
  unauthenticated: "Your session ended.",
  session_reused: "You were signed out to protect your account.",
  not_found: "Not found.",
  forbidden: "Your role does not allow this.",
  conflict: "This already exists.",
  config_changed: "{who} saved changes {when}. Load them, then make your changes again.",
  precondition_required: "Load the page again, then make your change.",
  test_required: "Test this version first.",
  own_sign_in_required: "First sign in with a provider that is on, so that you know it works.",
  break_glass_required: "Keep one super admin who can sign in without a provider.",
  last_super_admin:
    "No one would be left who can manage this organization. First give another super admin a way to sign in.",
  already_linked_other_user: "This {provider} account is already connected to a different user.",
  already_linked_other: "Disconnect the current {provider} account first.",
  reauth_required: "Confirm it's you to continue.",
  email_mismatch: "Connect the {provider} account that uses your work e-mail.",
  last_sign_in_method: "Set a password first, then disconnect.",
  sso_required: "{org} requires {provider} sign-in.",
} as const satisfies Partial<Record<ProblemCode, string>>;
