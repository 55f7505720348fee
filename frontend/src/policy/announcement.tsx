import { Box } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { pageLanguage } from "../browser/language.ts";
import { useIsShown } from "../first-view.ts";
import { timeInSentence } from "../text/time.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { say } from "./texts/policy.ts";

type Announced = components["schemas"]["Announcement"];

interface AnnouncementProps {
  organization: string;
  from: Date | null;
  /** The ids of those who become exempt. */
  exempt: string[];
}

/** Whom it would affect that SSO is required from then on, and how they would be told. */
export function useAnnouncement({ organization, from, exempt }: AnnouncementProps) {
  const language = pageLanguage() as components["schemas"]["Language"];
  return api.useQuery(
    "post",
    "/api/v1/organizations/{organization}/sign-in-policy/requirement/preview",
    { params: { path: { organization } }, body: { from: from?.toISOString() ?? "", exempt, language } },
    // It stands last on a long page: nobody waits for it.
    { placeholderData: keepPreviousData, enabled: useIsShown() && from !== null },
  );
}

/** Who will be told that SSO is required, and the message that they get: before it is sent. */
export function Announcement({ seen }: { seen: ReturnType<typeof useAnnouncement> }) {
  if (seen.error) return <ProblemAlert problem={seen.error} />;
  if (!seen.data) return <p className="muted">{say("policy.loading")}</p>;
  return <Seen announced={seen.data} />;
}

function Seen({ announced: { mail, people, subject, text, reminderAt } }: { announced: Announced }) {
  if (people === 0) return <p>{say("tell.none")}</p>;
  if (!mail) return <p>{say.count("tell.off", people)}</p>;
  return (
    <>
      <Box component="p" maw="75ch">
        {say.count("tell.letter", people)}{" "}
        {reminderAt && say("tell.again", { when: timeInSentence(new Date(reminderAt), new Date()) })}
      </Box>
      <details>
        <summary>{say("tell.read")}</summary>
        <Box component="p" mt="sm">
          <b>{subject}</b>
        </Box>
        <Box
          component="p"
          p="md"
          mt="sm"
          maw="40rem"
          bg="var(--sunken)"
          bd="1px solid var(--line)"
          bdrs="sm"
          style={{ whiteSpace: "pre-line" }}
        >
          {text.trim()}
        </Box>
      </details>
    </>
  );
}
