// The Mantine side of tokens.css. The app imports @mantine/core/styles.layer.css and then app.css, which brings
// the tokens: what is not in a layer wins over Mantine.

import type { CSSVariablesResolver, MantineColorsTuple } from "@mantine/core";
import { createTheme, defaultVariantColorsResolver } from "@mantine/core";
import { say } from "../text/app.ts";

const petrol: MantineColorsTuple = [
  "#e3eff4",
  "#cfe3ec",
  "#a8d0e0",
  "#7cb8cf",
  "#4f9dba",
  "#2c829f",
  "#1b6c89",
  "#0f5670",
  "#0b4459",
  "#072f3e",
];
const stone: MantineColorsTuple = [
  "#f6f5f1",
  "#efede7",
  "#e6e3db",
  "#dad6cb",
  "#827c70",
  "#6c675d",
  "#525b5f",
  "#4c5457",
  "#2b3337",
  "#1a2226",
];
const ink: MantineColorsTuple = [
  "#e6ebec",
  "#cbd3d6",
  "#a9b4b8",
  "#7d8b91",
  "#2d3a41",
  "#273238",
  "#182126",
  "#11181c",
  "#0e1417",
  "#090d0f",
];

const badFill = {
  background: "var(--bad-fill)",
  hover: "var(--bad-fill)",
  color: "var(--on-bad-fill)",
  border: "1px solid var(--bad-fill)",
};
const badOutline = {
  background: "transparent",
  hover: "var(--sunken)",
  color: "var(--bad)",
  border: "1px solid var(--bad)",
};

const modal = {
  content: { background: "var(--raised)" },
  title: { marginBottom: "var(--s2)", font: "var(--t18)" },
};

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 3 },
  colors: { petrol, gray: stone, dark: ink },
  white: "#ffffff",
  black: "#1a2226",
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "1rem", lg: "1.125rem", xl: "1.375rem" },
  lineHeights: { xs: "1.33", sm: "1.43", md: "1.5", lg: "1.33", xl: "1.27" },
  headings: {
    fontFamily: "var(--font)",
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.625rem", lineHeight: "2rem" },
      h2: { fontSize: "1.125rem", lineHeight: "1.5rem" },
      h3: { fontSize: "0.875rem", lineHeight: "1.25rem" },
    },
  },
  // "pad" and "gap" are less on phones: see app.css.
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem", pad: "var(--pad)", gap: "var(--gap)" },
  breakpoints: { xs: "40em", sm: "48em", md: "60em", lg: "75em", xl: "88em" },
  radius: { xs: "4px", sm: "6px", md: "10px", lg: "10px", xl: "10px" },
  defaultRadius: "sm",
  shadows: {
    xs: "none",
    sm: "var(--shadow-menu)",
    md: "var(--shadow-menu)",
    lg: "var(--shadow-dialog)",
    xl: "var(--shadow-dialog)",
  },
  focusClassName: "ring",
  respectReducedMotion: true,
  cursorType: "pointer",
  // autoContrast reads the light shade in both schemes, so the filled variant is set by token instead
  variantColorResolver(input) {
    const color = input.color ?? input.theme.primaryColor;
    if (input.variant === "filled" && color === input.theme.primaryColor)
      return {
        background: "var(--primary)",
        hover: "var(--primary-hover)",
        color: "var(--on-primary)",
        border: "1px solid var(--primary)",
      };
    // What takes something away from somebody.
    if (color === "bad") return input.variant === "filled" ? badFill : badOutline;
    return defaultVariantColorsResolver(input);
  },
  components: {
    // Hint and error stand below the control, on every page.
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] },
      styles: {
        label: { marginBottom: "var(--s1)", font: "600 0.875rem / 1.25rem var(--font)" },
        description: { marginTop: "var(--s1)", color: "var(--muted)", font: "var(--t13)" },
      },
    },
    // Its label hides what is outside it: a line as high as its letters would cut those of Arabic that go deep.
    Button: { defaultProps: { size: "sm", variant: "default" }, styles: { label: { lineHeight: 1.5 } } },
    Paper: { defaultProps: { radius: "md" } },
    ModalRoot: { defaultProps: { radius: "md", size: 440, centered: true, shadow: "lg" }, styles: modal },
    ModalOverlay: { defaultProps: { color: "#11181c", backgroundOpacity: 0.5 } },
    Modal: {
      styles: modal,
      defaultProps: {
        radius: "md",
        size: 440,
        centered: true,
        closeButtonProps: { "aria-label": say("toast.close") },
        shadow: "lg",
        overlayProps: { color: "#11181c", backgroundOpacity: 0.5 },
      },
    },
    Checkbox: {
      defaultProps: { iconColor: "var(--on-primary)", radius: "xs" },
      styles: { description: { font: "var(--t13)" } },
    },
    Radio: { defaultProps: { iconColor: "var(--on-primary)" } },
    PasswordInput: { defaultProps: { visibilityToggleButtonProps: { "aria-label": say("password.toggle") } } },
    Skeleton: { defaultProps: { animate: false, radius: "sm", width: "auto" } },
    ActionIcon: { defaultProps: { radius: "sm" } },
  },
});

// The same names in both schemes: tokens.css holds the two sets of values.
const shared = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-bright": "var(--text)",
  "--mantine-color-dimmed": "var(--muted)",
  "--mantine-color-placeholder": "var(--muted)",
  "--mantine-color-anchor": "var(--link)",
  "--mantine-color-error": "var(--bad)",
  "--mantine-color-success": "var(--on)",
  "--mantine-color-default": "transparent",
  "--mantine-color-default-hover": "var(--sunken)",
  "--mantine-color-default-color": "var(--text)",
  "--mantine-color-default-border": "var(--border)",
  "--mantine-color-petrol-filled": "var(--primary)",
  "--mantine-color-petrol-filled-hover": "var(--primary-hover)",
  "--mantine-color-petrol-light": "var(--primary-soft)",
  "--mantine-color-petrol-light-color": "var(--on-primary-soft)",
  "--mantine-primary-color-contrast": "var(--on-primary)",
};
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
