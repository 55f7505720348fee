import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { useConfirmedChange } from "./use-confirmed-change.ts";

type Answer<Data> = Promise<{ data?: Data; error?: unknown }>;

interface RevisedChange<Sent, Now> {
  etag: string; // of what the form was filled from
  save: (sent: Sent, etag: string) => Answer<Now>;
  read: () => Answer<Now>;
  begin: (now: Now) => void; // fills the form again
  said: (now: Now) => string; // when it is saved
  onClose: () => void;
}

/**
 * Changes something from the revision that its form was filled from: what somebody else saves in the meantime is refused,
 * not overwritten, and `load` begins anew from it.
 */
export function useRevisedChange<Sent, Now extends { etag: string }>(change: RevisedChange<Sent, Now>) {
  const [etag, setEtag] = useState(change.etag);
  const queries = useQueryClient();
  const toast = useToast();
  const { mutate, isPending, error, reset } = useConfirmedChange((sent: Sent) => change.save(sent, etag), {
    onSuccess: async (now) => {
      change.onClose();
      toast(change.said(now));
      await queries.invalidateQueries();
    },
  });
  async function load() {
    const now = await answered(change.read());
    setEtag(now.etag);
    change.begin(now);
    reset();
  }
  return { mutate, isPending, error, load };
}
