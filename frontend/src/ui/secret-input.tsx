import { TextInput, type TextInputProps } from "@mantine/core";

/**
 * A field for a secret of somebody else's, which no password manager takes for a
 * login: it is a text whose characters are not shown. A browser that cannot hide
 * them otherwise gets a field for passwords.
 */
export function SecretInput({ className = "", ...input }: Omit<TextInputProps, "type">) {
  return (
    <TextInput
      autoComplete="one-time-code"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      {...managersStayAway}
      {...input}
      type={canHide() ? "text" : "password"}
      className={`secret ${className}`.trim()}
    />
  );
}

// 1Password, Bitwarden, LastPass, Dashlane.
const managersStayAway = {
  "data-1p-ignore": true,
  "data-bwignore": true,
  "data-lpignore": "true",
  "data-form-type": "other",
};

function canHide(): boolean {
  return CSS.supports("-webkit-text-security", "disc");
}
