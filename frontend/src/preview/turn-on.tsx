import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { providerName } from "../text/provider.ts";
import { Dialog, DialogForm } from "../ui/dialog.tsx";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { useToast } from "../ui/toasts.tsx";
import { say } from "./texts/preview.ts";
import { type Connection, type Forecast, type Place, useTurnOn } from "./use-preview.ts";

type Problem = components["schemas"]["Problem"];

interface TurnOnProps {
  connection: Connection;
  forecast: Forecast;
  place: Place;
  org: string;
}

/** Turns it on, after asking for what has to be confirmed. */
export function TurnOn(props: TurnOnProps) {
  const [open, setOpen] = useState(false);
  const provider = providerName(props.connection.provider, props.connection.label);
  const close = () => setOpen(false);
  return (
    <>
      <Button variant="filled" onClick={() => setOpen(true)}>
        {say("on.button", { provider })}
      </Button>
      <Dialog open={open} title={say("on.title", { provider })} onClose={close}>
        <Questions {...props} onClose={close} />
      </Dialog>
    </>
  );
}

function Questions({ connection, forecast, place, org, onClose }: TurnOnProps & { onClose: () => void }) {
  const [name, setName] = useState("");
  const [ticked, setTicked] = useState(false);
  const toast = useToast();
  const [, navigate] = useLocation();
  const provider = providerName(connection.provider, connection.label);
  const turnOn = useTurnOn(place, () => {
    toast(say("on.done", { provider }));
    navigate("/sso-settings");
  });
  const problem = turnOn.error ?? null;
  const asksName = connection.lockedTo.length === 0 || codeAt(problem, "/confirm") !== undefined;
  const asksTick = forecast.personalAddresses > 0 || codeAt(problem, "/personalAddresses") !== undefined;

  function send() {
    if (turnOn.isPending) return;
    turnOn.mutate({
      etag: connection.etag,
      body: { ...(asksName && { confirm: name.trim() }), ...(asksTick && { personalAddresses: ticked }) },
    });
  }
  return (
    <DialogForm
      onSubmit={send}
      actions={<Actions provider={provider} isPending={turnOn.isPending} onClose={onClose} />}
    >
      <Refused problem={problem} connectionId={connection.id} />
      <p>{say("on.text", { provider, org })}</p>
      <p>{numbers(forecast)}</p>
      {asksName && (
        <TextInput
          label={say("on.confirm", { org })}
          description={say("on.confirm-why")}
          autoComplete="off"
          data-autofocus
          value={name}
          error={nameError(codeAt(problem, "/confirm"), org)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      {asksTick && (
        <Checkbox
          label={tickLabel(forecast.personalAddresses)}
          description={say("on.personal-why")}
          checked={ticked}
          error={codeAt(problem, "/personalAddresses") && say("on.personal-required")}
          onChange={(event) => setTicked(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  );
}

function Actions({ provider, isPending, onClose }: { provider: string; isPending: boolean; onClose: () => void }) {
  return (
    <>
      <Button onClick={onClose}>{say("on.cancel")}</Button>
      <Button type="submit" variant="filled" aria-disabled={isPending || undefined}>
        {isPending ? say("on.busy") : say("on.button", { provider })}
      </Button>
    </>
  );
}

/** Why it was refused, where no field says it. */
function Refused({ problem, connectionId }: { problem: Problem | null; connectionId: string }) {
  if (!problem || codeAt(problem, "/confirm") || codeAt(problem, "/personalAddresses")) return null;
  if (problem.code === "test_required")
    return (
      <p role="alert">
        {say("on.test")}{" "}
        <Link className="link" href={`/sso-settings/connections/${connectionId}/test?start=1`}>
          {say("on.test-go")}
        </Link>
      </p>
    );
  if (problem.code === "config_changed")
    return <p role="alert">{say("on.changed", { name: problem.changedBy ?? "" })}</p>;
  return <ProblemAlert problem={problem} />;
}

function codeAt(problem: Problem | null, pointer: string): string | undefined {
  return problem?.errors?.find((error) => error.pointer === pointer)?.code;
}

function nameError(code: string | undefined, org: string): string | undefined {
  if (code === undefined) return undefined;
  return code === "required" ? say("on.confirm-required") : say("on.confirm-wrong", { org });
}

function tickLabel(count: number): string {
  return count > 0 ? say.count("on.personal", count) : say("on.personal-any");
}

function numbers({ linked, silent, ask, refused, unknown }: Forecast): string {
  const said = say.count("on.numbers", linked + silent, { ask, refused });
  return unknown > 0 ? `${said} ${say("on.unknown", { unknown })}` : said;
}
