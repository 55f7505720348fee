import { Box, Button, Flex, Stack, TextInput, UnstyledButton } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import type { components } from "../api/schema.gen.ts";
import { calls } from "../api/session.ts";
import { useConfirmedChange } from "../stepup/use-confirmed-change.ts";
import { timeInSentence } from "../text/time.ts";
import { fieldError } from "../ui/problem.ts";
import { ProblemAlert } from "../ui/problem-alert.tsx";
import { SecretInput } from "../ui/secret-input.tsx";
import { say } from "./texts/policy.ts";

interface BreakGlassProps {
  organization: string;
  proven: components["schemas"]["BreakGlass"][];
  /** Then the form is closed until somebody asks for it. */
  isDone: boolean;
  onProven: () => Promise<void>;
}

/** Who can get in when no provider works, and the form that proves it now. */
export function BreakGlass({ organization, proven, isDone, onProven }: BreakGlassProps) {
  const [isOpen, setOpen] = useState(false);
  const result = useRef<HTMLDivElement>(null);
  const prove = useConfirmedChange(
    (body: components["schemas"]["BreakGlassProof"]) =>
      calls.POST("/api/v1/organizations/{organization}/sign-in-policy/break-glass", {
        params: { path: { organization } },
        body,
      }),
    { onSuccess: onProven },
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (prove.isPending) return;
    const data = new FormData(event.currentTarget);
    const form = event.currentTarget;
    prove.mutate(
      { email: String(data.get("proof-of") ?? "").trim(), password: String(data.get("proof") ?? "") },
      {
        onSuccess: () => {
          form.reset();
          setOpen(false);
          // The form closes, and the focus with it.
          result.current?.focus();
        },
      },
    );
  }
  const now = new Date();
  return (
    <>
      {(!isDone || isOpen) && (
        <Box component="p" maw="75ch">
          {say("glass.why")}
        </Box>
      )}
      <div ref={result} tabIndex={-1}>
        {proven.length > 0 && (
          <Flex component="ul" direction="column" gap="xs">
            {proven.map(({ id, name, email, exempt, isMe, provenAt }) => (
              <li key={id}>
                {exempt || isMe
                  ? say("glass.proven", { name, email, when: timeInSentence(new Date(provenAt), now) })
                  : say("glass.not-exempt", { name, email })}
              </li>
            ))}
          </Flex>
        )}
      </div>
      {isDone && !isOpen ? (
        <p>
          <UnstyledButton type="button" className="quiet" aria-expanded={false} onClick={() => setOpen(true)}>
            {say("glass.another")}
          </UnstyledButton>
        </p>
      ) : (
        <form className="narrow" noValidate onSubmit={submit}>
          <Stack>
            {prove.error && <ProblemAlert problem={prove.error} />}
            <TextInput
              name="proof-of"
              autoFocus={isOpen}
              inputMode="email"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              label={say("glass.email")}
              error={fieldError(prove.error, "/email")}
            />
            <SecretInput name="proof" label={say("glass.password")} error={fieldError(prove.error, "/password")} />
            <p>
              <Button type="submit" aria-disabled={prove.isPending || undefined}>
                {say(prove.isPending ? "glass.busy" : "glass.submit")}
              </Button>
            </p>
          </Stack>
        </form>
      )}
    </>
  );
}
