import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { calls } from "../api/session.ts";
import { providerOf } from "../providers/providers.tsx";
import { useConfirmed } from "../stepup/confirmed.tsx";
import { answered } from "../ui/confirm.tsx";
import { useToast } from "../ui/toasts.tsx";
import { fieldErrors } from "./change-refused.tsx";
import { changeOf, connectionKey, useOrganization, useRefresh } from "./data.ts";
import { changesOf, type Fields, fieldOf, missing, savedFields, toBody, unlocks } from "./fields.ts";
import { testPath } from "./overall.ts";
import type { Connection } from "./states.ts";
import { say } from "./texts/connections.ts";
import type { Errors, FieldName } from "./wrong.ts";

/**
 * The form of one connection. Only what was typed is kept here; everything else
 * is what the server said when typing began, so that a change by somebody else
 * is noticed and never overwritten unseen.
 */
export function useEdit(connection: Connection) {
  const { code, name: org } = useOrganization();
  const [typed, setTyped] = useState<Partial<Fields>>({});
  const [base, setBase] = useState<Connection | null>(null);
  const [errors, setErrors] = useState<Errors>({});
  const [tries, setTries] = useState(0);
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const toast = useToast();
  const confirmed = useConfirmed();
  const save = useMutation({
    mutationFn: (body: ReturnType<typeof toBody>) =>
      confirmed(() =>
        answered(
          calls.PATCH("/api/v1/organizations/{organization}/connections/{connectionId}", {
            params: changeOf(code, now),
            body,
          }),
        ),
      ),
  });
  const now = base ?? connection;
  const changes = changesOf(now, typed);

  function type(name: FieldName, value: string) {
    setBase(now);
    setTyped({ ...typed, [name]: value });
    setErrors({ ...errors, [name]: undefined });
  }

  function refuse(found: Errors) {
    setErrors(found);
    setTries(tries + 1);
  }

  async function submit(toTest: boolean) {
    if (save.isPending) return;
    const wrong = missing(now, changes, toTest);
    refuse(wrong);
    if (Object.keys(wrong).length > 0) return;
    if (Object.keys(changes).length > 0 && !(await send())) return;
    if (toTest) return navigate(`${testPath(connection)}?start=1`);
    toast(say(Object.keys(changes).length > 0 ? "form.saved" : "form.nothing"));
  }

  async function send(): Promise<boolean> {
    try {
      const saved = await save.mutateAsync(toBody(changes));
      queries.setQueryData(connectionKey(code, connection.id), saved);
      setTyped({});
      setBase(null);
      // Lists and versions follow; nobody has to wait for them.
      void refresh();
      return true;
    } catch (problem) {
      refuse(byField(fieldErrors(problem)));
      return false;
    }
  }

  /** What somebody else saved becomes the base; what was typed stays. */
  async function load() {
    await refresh();
    setBase(queries.getQueryData<Connection>(connectionKey(code, connection.id)) ?? null);
    save.reset();
    toast(say("changed.loaded"));
  }

  return {
    connection: now,
    org,
    names: unlocks(now, typed) ? [...providerOf(connection).fields, "confirm" as const] : providerOf(connection).fields,
    values: { ...savedFields(now), ...typed },
    changes,
    isDirty: Object.keys(changes).length > 0,
    isBusy: save.isPending,
    errors,
    /** Counts the times that the form was sent, so that each refusal is said anew. */
    tries,
    /** A refusal that is about no field of the form. */
    refusal: save.error && Object.keys(byField(fieldErrors(save.error))).length === 0 ? save.error : null,
    type,
    submit,
    load,
  };
}

function byField(found: ReturnType<typeof fieldErrors>): Errors {
  const errors: Errors = {};
  for (const [pointer, code] of Object.entries(found)) {
    const name = fieldOf(pointer);
    if (name) errors[name] = code;
  }
  return errors;
}
