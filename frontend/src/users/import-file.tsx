import { Box, Button, Checkbox, FileButton, Group, Input, Stack } from "@mantine/core";
import { type DragEvent, type ReactNode, useState } from "react";
import { digits } from "../text/digits.ts";
import { ImportColumns } from "./import-columns.tsx";
import { useSignInMethods } from "./sign-in-methods.ts";
import { say } from "./texts/imports.ts";

/** What a file of people is sent as. Its bytes are read once: what was checked is what is imported. */
export interface PeopleFile {
  name: string;
  type: "text/csv" | "application/x-ndjson";
  content: Blob;
}

/** What is to become of a file. */
export interface Order {
  file: PeopleFile | null;
  deactivateMissing: boolean;
  invite: boolean;
}

/** The most bytes that the server takes. */
const most = 64 * 1024 * 1024;

async function peopleFile(file: File): Promise<PeopleFile> {
  const type = /\.(?:ndjson|jsonl?)$/i.test(file.name) ? "application/x-ndjson" : "text/csv";
  return { name: file.name, type, content: new Blob([await file.arrayBuffer()], { type }) };
}

interface ImportFileProps {
  organization: string;
  order: Order;
  /** Why the file was refused. */
  refused: string | undefined;
  onChange: (part: Partial<Order>) => void;
  onCheck: () => void;
  isPending: boolean;
  /** Whether it was checked as it is: then to check it again is not what comes next. */
  isChecked: boolean;
  children: ReactNode;
}

/** Which file, and what is to become of who is in it and who is not. */
export function ImportFile(props: ImportFileProps) {
  const { organization, order, refused, onChange, onCheck, isPending, isChecked, children } = props;
  const [missing, setMissing] = useState(false);
  const { canInvite } = useSignInMethods(organization);
  function check() {
    setMissing(!order.file);
    if (order.file && !isPending) onCheck();
  }
  function choose(file: PeopleFile) {
    setMissing(false);
    onChange({ file });
  }
  return (
    <section className="card" aria-labelledby="file">
      <header>
        <h2 id="file">{say("file.title")}</h2>
      </header>
      <div className="card-body narrow">
        <Choose file={order.file} error={missing ? say("file.needed") : refused} onChoose={choose} />
        <ImportColumns organization={organization} />
        <Stack gap="sm">
          <Checkbox
            label={say("missing.label")}
            description={say("missing.why")}
            checked={order.deactivateMissing}
            onChange={(event) => onChange({ deactivateMissing: event.currentTarget.checked })}
          />
          {canInvite && (
            <Checkbox
              label={say("invite.label")}
              description={say("invite.why")}
              checked={order.invite}
              onChange={(event) => onChange({ invite: event.currentTarget.checked })}
            />
          )}
        </Stack>
        {children}
        <div>
          <Button variant={isChecked ? "default" : "filled"} aria-disabled={isPending || undefined} onClick={check}>
            {say(isPending ? "file.sending" : "file.check")}
          </Button>
        </div>
      </div>
    </section>
  );
}

interface ChooseProps {
  file: PeopleFile | null;
  error: string | undefined;
  onChoose: (file: PeopleFile) => void;
}

/** Takes a file from a dialog, or dropped. */
function Choose({ file, error, onChoose }: ChooseProps) {
  const [isOver, setOver] = useState(false);
  const [wrong, setWrong] = useState<"file.large" | "file.unread" | null>(null);
  async function take(chosen: File | null | undefined) {
    if (!chosen) return;
    if (chosen.size > most) return setWrong("file.large");
    try {
      onChoose(await peopleFile(chosen));
      setWrong(null);
    } catch {
      setWrong("file.unread");
    }
  }
  function drag(event: DragEvent) {
    event.preventDefault();
    setOver(event.type === "dragover");
    if (event.type === "drop") take(event.dataTransfer.files[0]);
  }
  return (
    <Input.Wrapper
      label={say("file.label")}
      labelElement="div"
      description={say("file.hint")}
      error={wrong ? say(wrong) : error}
    >
      <Box
        p="md"
        bd="1px dashed var(--border)"
        bdrs="md"
        bg={isOver ? "var(--primary-soft)" : "var(--sunken)"}
        onDragOver={drag}
        onDragLeave={drag}
        onDrop={drag}
      >
        <Group gap="sm">
          <FileButton accept=".csv,.tsv,.txt,.ndjson,.jsonl,text/csv,application/x-ndjson" onChange={take}>
            {(props) => <Button {...props}>{say(file ? "file.other" : "file.choose")}</Button>}
          </FileButton>
          <span role="status">{file ? <Named file={file} /> : <span className="muted">{say("file.drop")}</span>}</span>
        </Group>
      </Box>
    </Input.Wrapper>
  );
}

function Named({ file }: { file: PeopleFile }) {
  return (
    <>
      <bdi>{file.name}</bdi>{" "}
      <span className="muted">{say("file.size", { size: digits(Math.ceil(file.content.size / 1024)) })}</span>
    </>
  );
}
