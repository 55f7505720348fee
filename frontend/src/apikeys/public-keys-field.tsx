import { Textarea } from "@mantine/core";
import { fieldError } from "../ui/problem.ts";
import { say } from "./texts/keys.ts";

interface PublicKeysFieldProps {
  value: string;
  /** Whether it was sent and means no keys. */
  isWrong: boolean;
  problem: unknown;
  onChange: (value: string) => void;
}

const pointers = ["/keys", "/keys/jwks", "/keys/jwksUri"];

/** Where the public keys of a program are, or the keys themselves: its private key never comes here. */
export function PublicKeysField({ value, isWrong, problem, onChange }: PublicKeysFieldProps) {
  const refused = pointers.map((pointer) => fieldError(problem, pointer)).find(Boolean);
  return (
    <Textarea
      label={say("jwt.keys")}
      description={say("jwt.keys-hint")}
      rows={6}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      dir="ltr"
      className="mono"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={isWrong ? say("jwt.keys-wrong") : refused && say("jwt.keys-refused")}
    />
  );
}
