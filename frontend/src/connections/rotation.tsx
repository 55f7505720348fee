import { Box, Button } from "@mantine/core";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { sentences } from "../text/lists.ts";
import { timeInSentence } from "../text/time.ts";
import { Icon } from "../ui/icons.tsx";
import { useToast } from "../ui/toasts.tsx";
import { ChangeRefused } from "./change-refused.tsx";
import { changeOf, useOrganization, useRefresh } from "./data.ts";
import type { Connection } from "./states.ts";
import { say } from "./texts/connections.ts";

interface RotationProps {
  connection: Connection;
  rotation: components["schemas"]["Rotation"];
}

/** While a rotation runs: until when the old secret is tried, when it was last needed, and the way to end it. */
export function RotationBlock({ connection, rotation }: RotationProps) {
  const { code, name } = useOrganization();
  const refresh = useRefresh();
  const toast = useToast();
  const end = api.useMutation("delete", "/api/v1/organizations/{organization}/connections/{connectionId}/fallback", {
    onSuccess: async () => {
      toast(say("rotation.ended"));
      await refresh();
    },
  });
  return (
    <section className="notice info" aria-labelledby="rotation">
      <Icon name="key" />
      <Box id="rotation" component="h2" fz="sm" lh="sm">
        {say("rotation.title")}
      </Box>
      <p>{rotationText(rotation)}</p>
      {end.error && <ChangeRefused problem={end.error} org={name} />}
      <p>
        <Button
          aria-disabled={end.isPending || undefined}
          onClick={() => !end.isPending && end.mutate({ params: changeOf(code, connection) })}
        >
          {say(end.isPending ? "rotation.ending" : "rotation.end")}
        </Button>
      </p>
    </section>
  );
}

function rotationText({ until, oldNumber, oldEndsIn, oldLastUsedAt }: RotationProps["rotation"]): string {
  const now = new Date();
  return sentences([
    say("rotation.until", { number: oldNumber, until: timeInSentence(new Date(until), now) }),
    oldEndsIn ? say("rotation.ends", { end: `…${oldEndsIn}` }) : "",
    oldLastUsedAt
      ? say("rotation.last", { when: timeInSentence(new Date(oldLastUsedAt), now) })
      : say("rotation.never"),
  ]);
}
