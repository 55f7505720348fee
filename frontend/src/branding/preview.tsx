import { Box, Center, Group, SimpleGrid, Stack } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { BrandLogo } from "../ui/brand-logo.tsx";
import { say } from "./texts/branding.ts";

type Shades = components["schemas"]["AccentShades"];

interface PreviewProps {
  name: string;
  welcome: string;
  /** The address of the logo; "" for the first letter. */
  logo: string;
  /** The accent colour in both themes; nothing for ours. */
  shades: Shades | undefined;
}

/** How the sign-in page would look, in both themes. */
export function Preview(props: PreviewProps) {
  return (
    <section className="card" aria-labelledby="preview">
      <header>
        <h2 id="preview">{say("preview.title")}</h2>
      </header>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 1 }} spacing="md" px="pad" py="lg">
        <Theme {...props} theme="light" />
        <Theme {...props} theme="dark" />
      </SimpleGrid>
    </section>
  );
}

function Theme({ theme, shades, ...card }: PreviewProps & { theme: "light" | "dark" }) {
  const shade = shades?.[theme];
  return (
    <figure>
      <Box
        className="themed"
        data-theme={theme}
        bg="var(--page)"
        c="var(--text)"
        p="md"
        bdrs="md"
        bd="1px solid var(--line)"
      >
        <Card {...card} background={shade?.background ?? "var(--primary)"} color={shade?.text ?? "var(--on-primary)"} />
      </Box>
      <Box component="figcaption" mt="xs" className="small">
        <b>{say(`preview.${theme}`)}</b>{" "}
        {shade && say("preview.contrast", { text: ratio(shade.textContrast), edge: ratio(shade.edgeContrast) })}{" "}
        {shade?.adjusted && say(theme === "light" ? "preview.darker" : "preview.lighter")}
      </Box>
    </figure>
  );
}

interface CardProps {
  name: string;
  welcome: string;
  logo: string;
  background: string;
  color: string;
}

/** The button of the real page (.google in signin.css): the brand's own colours, which no accent changes. */
const asGoogleHasIt = {
  bg: "light-dark(#ffffff, #131314)",
  bd: "1px solid light-dark(#747775, #8e918f)",
  c: "light-dark(#1f1f1f, #e3e3e3)",
};

/** A picture of the card: nothing in it can be pressed, and nobody is read it twice. */
function Card({ name, welcome, logo, background, color }: CardProps) {
  return (
    <Stack gap="md" p="lg" bg="var(--surface)" bd="1px solid var(--line)" bdrs="md" aria-hidden="true">
      <Group gap="sm" fw={600} c="var(--muted)">
        {logo ? (
          <Box component="img" src={logo} alt="" mah={48} maw={200} bg="light-dark(transparent, #fff)" bdrs="xs" />
        ) : (
          <Box w={36} h={36} bg={background} c={color} bdrs="sm" ta="center" lh="36px">
            {[...name.trim()][0]?.toUpperCase()}
          </Box>
        )}
        {name}
      </Group>
      <Box fz={22} fw={600} lh={1.25}>
        {say("preview.heading", { org: name })}
      </Box>
      {welcome && <p dir="auto">{welcome}</p>}
      <Box {...asGoogleHasIt} display="grid" mih={44} bdrs="sm" style={{ gridTemplateColumns: "44px 1fr 44px" }}>
        <Center w={28} h={28} ms={7} bg="light-dark(transparent, #ffffff)" bdrs="xs" style={{ alignSelf: "center" }}>
          <BrandLogo provider="google" />
        </Center>
        <Center ta="center">{say("preview.with", { provider: "Google" })}</Center>
      </Box>
      <Box bg={background} c={color} fw={600} ta="center" lh="44px" bdrs="sm">
        {say("preview.button")}
      </Box>
    </Stack>
  );
}

/** "4.5:1", in one piece: in a text from right to left its parts would change places. */
function ratio(contrast: number): string {
  return `${(Math.floor(contrast * 10) / 10).toFixed(1)}:1`;
}
