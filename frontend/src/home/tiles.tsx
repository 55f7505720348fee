import { Button, SimpleGrid } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { speaker } from "../text/say.ts";
import { ApplicationIcon } from "../ui/application-icon.tsx";
import { Failed } from "../ui/failed.tsx";
import texts from "./texts/tiles.en.json";

const say = speaker(texts);

/** The applications that somebody may open: the way to their work. Nothing while there are none. */
export function Tiles() {
  const { data, error, refetch } = api.useQuery("get", "/api/v1/me/applications");
  if (!error && !data?.items.length) return null;
  return (
    <section className="card" aria-labelledby="tiles">
      <header>
        <h2 id="tiles">{say("tiles.title")}</h2>
      </header>
      {data ? (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md" px="pad" py="lg">
          {data.items.map((one) => (
            <Tile key={one.clientId} {...one} />
          ))}
        </SimpleGrid>
      ) : (
        <Failed problem={error} onAgain={refetch} />
      )}
    </section>
  );
}

function Tile({ name, icon, link }: components["schemas"]["MyApplications"]["items"][number]) {
  return (
    <Button
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
  );
}
