import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { api } from "../api/session.ts";
import { currentName } from "../text/zone-names.ts";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/profile.ts";

type User = components["schemas"]["User"];
type Change = components["schemas"]["ProfileChange"];

/** The fields as they are typed; "" leaves zone and language to the browser. */
interface Fields {
  name: string;
  timeZone: string;
  language: string;
}

/** The form of the own profile: only what was typed is kept here, and only what differs is sent. */
export function useProfile(user: User) {
  const [typed, setTyped] = useState<Partial<Fields>>({});
  const queries = useQueryClient();
  const toast = useToast();
  const save = api.useMutation("patch", "/api/v1/me", {
    onSuccess: (after) => {
      // The bar, and every time that is said from now on, go by it at once.
      queries.setQueryData(api.queryOptions("get", "/api/v1/me").queryKey, after);
      setTyped({});
      toast(say("profile.saved"));
    },
  });
  const saved = savedFields(user);
  const body = changeOf(saved, typed);
  const isDirty = Object.keys(body).length > 0;

  function submit() {
    if (save.isPending) return;
    if (!isDirty) return toast(say("profile.nothing"));
    save.mutate({ body });
  }
  return {
    fields: { ...saved, ...typed },
    type: (change: Partial<Fields>) => setTyped({ ...typed, ...change }),
    isDirty,
    isBusy: save.isPending,
    refusal: save.error,
    submit,
  };
}

/** What is saved, with the zone by its name of today. */
function savedFields({ name, timeZone, language }: User): Fields {
  return { name, timeZone: timeZone ? currentName(timeZone) : "", language: language ?? "" };
}

function changeOf(saved: Fields, typed: Partial<Fields>): Change {
  const { name, timeZone, language } = { ...saved, ...typed };
  return {
    ...(name.trim() !== saved.name && { name: name.trim() }),
    ...(timeZone !== saved.timeZone && { timeZone: timeZone || null }),
    ...(language !== saved.language && { language: (language || null) as Change["language"] }),
  };
}
