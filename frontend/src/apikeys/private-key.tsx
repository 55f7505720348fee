import { useState } from "react";
import { ProofDialog } from "./proof-dialog.tsx";
import { publicKeys, textOfKeys } from "./public-keys.ts";
import { PublicKeysField } from "./public-keys-field.tsx";
import { say } from "./texts/keys.ts";
import { type ChangeProps, useChange } from "./use-change.ts";

/** The public keys to the private key that proves a service (private_key_jwt). */
export function PrivateKeyDialog(props: ChangeProps) {
  const { service, onClose } = props;
  const [text, setText] = useState(() => textOfKeys(service.keys));
  const [wrong, setWrong] = useState(0);
  const change = useChange(props, (now) => setText(textOfKeys(now.keys)));
  const keys = publicKeys(text);
  return (
    <ProofDialog
      service={service}
      title={say("jwt.of", { name: service.name })}
      change={change}
      wrong={wrong}
      removal={service.keys ? { body: { keys: null }, action: say("jwt.remove") } : undefined}
      onSubmit={() => (keys ? change.mutate({ keys }) : setWrong(wrong + 1))}
      onClose={onClose}
    >
      <p className="small muted">{say("jwt.why")}</p>
      <PublicKeysField value={text} isWrong={wrong > 0 && !keys} problem={change.error} onChange={setText} />
    </ProofDialog>
  );
}
