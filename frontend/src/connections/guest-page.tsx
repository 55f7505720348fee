import { Box, Button, Loader, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { publicCalls } from "../api/public.ts";
import { go } from "../browser/go.ts";
import { oneTimeLink } from "../browser/memory.ts";
import { say as sayInApp } from "../text/app.ts";
import { providerTitle } from "../text/provider.ts";
import { longDay } from "../text/time.ts";
import { answered, Confirm } from "../ui/confirm.tsx";
import { Wordmark } from "../ui/icons.tsx";
import { isRefused } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { toDay } from "./days.ts";
import { GuestForm, type Page } from "./guest-form.tsx";
import { GuideCard } from "./guide.tsx";
import { say } from "./texts/guest.ts";

/** Where a set-up link leads: the provider's part of one connection, for somebody who has no account here. */
export function GuestPage() {
  const [token] = useState(takeToken);
  const key = ["set-up link", token];
  const queries = useQueryClient();
  const page = useQuery({
    queryKey: key,
    queryFn: () => answered(publicCalls.POST("/api/v1/setup-link", { body: { token } })),
    enabled: token !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [isOver, setOver] = useState(false);
  // Another link that is opened over this page changes nothing but the fragment: the page begins anew with it.
  useEffect(() => {
    const begin = () => location.hash && go.again();
    addEventListener("hashchange", begin);
    return () => removeEventListener("hashchange", begin);
  }, []);
  if (isOver && page.data) return <Said title={say("guest.over")} text={say("guest.over-text", namesOf(page.data))} />;
  if (token === "" || isRefused(page.error, "setup_link_closed"))
    return <Said title={say("guest.closed")} text={say("guest.closed-text")} />;
  if (page.error)
    return (
      <Frame title={say("link.title")}>
        <ProblemAlert problem={page.error} />
        <Button onClick={() => page.refetch()}>{sayInApp("failed.again")}</Button>
      </Frame>
    );
  if (!page.data)
    return (
      <Frame title={say("guest.loading")} isLoading>
        <Loader size={20} color="var(--primary)" />
      </Frame>
    );
  return (
    <Part
      token={token}
      page={page.data}
      onSaved={(now) => queries.setQueryData(key, now)}
      onReload={() => page.refetch()}
      onOver={() => setOver(true)}
    />
  );
}

interface PartProps {
  token: string;
  page: Page;
  onSaved: (page: Page) => void;
  onReload: () => void;
  onOver: () => void;
}

function Part({ token, page, onSaved, onReload, onOver }: PartProps) {
  const names = namesOf(page);
  const [done, setDone] = useState<string[]>([]);
  const [isAsking, setAsking] = useState(false);
  const toggle = (id: string) => setDone(done.includes(id) ? done.filter((one) => one !== id) : [...done, id]);
  const signOff = useMutation({
    mutationFn: () => answered(publicCalls.POST("/api/v1/setup-link/sign-off", { body: { token } })),
    onSuccess: onOver,
  });
  return (
    <Frame
      title={say("guest.title", names)}
      sentence={say("guest.sentence", { ...names, day: longDay(toDay(page.expiresAt)) })}
    >
      {page.isOn && <p>{say("guest.on")}</p>}
      <div className="columns guided">
        <GuideCard connection={page} done={done} onToggle={toggle} />
        <Stack gap="gap">
          <GuestForm token={token} page={page} onSaved={onSaved} onReload={onReload} />
          {page.saved && (
            <p>
              <Button variant="filled" onClick={() => setAsking(true)}>
                {say("guest.done")}
              </Button>
            </p>
          )}
        </Stack>
      </div>
      {isAsking && (
        <Confirm
          title={say("guest.done-title")}
          action={say("guest.done")}
          busyAction={say("guest.done-busy")}
          act={() => signOff.mutateAsync()}
          onClose={() => setAsking(false)}
        >
          <p>{say("guest.done-why", names)}</p>
        </Confirm>
      )}
    </Frame>
  );
}

function Said({ title, text }: { title: string; text: string }) {
  return <Frame title={title} sentence={text} />;
}

interface FrameProps {
  title: string;
  sentence?: string;
  isLoading?: boolean;
  children?: ReactNode;
}

function Frame({ title, sentence, isLoading, children }: FrameProps) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <header className="top">
        <span className="wordmark">
          <Wordmark />
        </span>
      </header>
      <Box component="main" maw={1120} mx="auto" p={{ base: "md", sm: "xl" }} aria-busy={isLoading || undefined}>
        <div className="page">
          <header className="page-head">
            <div role={isLoading ? "status" : undefined}>
              <h1>{title}</h1>
              {sentence && <p className="muted">{sentence}</p>}
            </div>
          </header>
          {children}
        </div>
      </Box>
    </>
  );
}

function namesOf({ organization, provider, label }: Page) {
  return { org: organization, provider: providerTitle(provider, label) };
}

/** The token leaves the address bar, and with it the history, at once; it is kept in this tab, so that the page may be loaded again. */
function takeToken(): string {
  const kept = oneTimeLink(location.pathname);
  const token = location.hash.slice(1);
  if (!/^[A-Za-z0-9_-]{20,128}$/.test(token)) return kept.read() ?? "";
  kept.leave(token);
  history.replaceState(null, "", location.pathname);
  return token;
}
