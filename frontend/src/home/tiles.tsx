import { Button, SimpleGrid } from "@mantine/core";
import { api } from "../api/session.ts";
import { speaker } from "../text/say.ts";
import { ApplicationIcon } from "../ui/application-icon.tsx";
import texts from "./texts/tiles.en.json";

const say = speaker(texts);

/** The applications that somebody may open: the way to their work. Nothing while there are none. */
export function Tiles() {
  const tiles = api.useQuery("get", "/api/v1/me/applications").data?.items ?? [];
  if (tiles.length === 0) return null;
  return (
    <section className="card" aria-labelledby="tiles">
      <header>
        <h2 id="tiles">{say("tiles.title")}</h2>
      </header>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md" px="pad" py="lg">
        {tiles.map(({ clientId, name, icon, link }) => (
          <Button
            key={clientId}
            component="a"
            href={link}
            display="flex"
            h="auto"
            mih={64}
            styles={{
              root: { justifyContent: "flex-start" },
              inner: { minHeight: 62, paddingBlock: 8 },
              label: { height: "auto", whiteSpace: "normal", overflowWrap: "anywhere" },
            }}
            leftSection={<ApplicationIcon icon={icon} />}
          >
            {name}
          </Button>
        ))}
      </SimpleGrid>
    </section>
  );
}
