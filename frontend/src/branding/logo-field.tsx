import { Button, FileButton, Group, Input } from "@mantine/core";
import { useState } from "react";
import { fieldCode, fieldError } from "../ui/problem.ts";
import { say } from "./texts/branding.ts";

/** The most bytes of an upload that the server takes. */
const most = 512 * 1024;

interface LogoFieldProps {
  /** The address of the logo as it would be; "" for none. */
  src: string;
  problem: unknown;
  onChange: (logo: string) => void;
}

/** Chooses a logo, or takes it away. The server says what becomes of a picture. */
export function LogoField({ src, problem, onChange }: LogoFieldProps) {
  const [isTooLarge, setTooLarge] = useState(false);
  const choose = async (file: File | null) => {
    if (!file) return;
    setTooLarge(file.size > most);
    if (file.size <= most) onChange(await addressOf(file));
  };
  return (
    <Input.Wrapper
      label={say("form.logo")}
      labelElement="div"
      description={say("form.logo-hint")}
      error={isTooLarge ? say("form.too-long") : whyRefused(problem)}
    >
      <Group gap="xs">
        <FileButton accept="image/png,image/jpeg,image/webp,image/gif" onChange={choose}>
          {(props) => <Button {...props}>{say("form.choose")}</Button>}
        </FileButton>
        {src && <Button onClick={() => onChange("")}>{say("form.remove")}</Button>}
      </Group>
    </Input.Wrapper>
  );
}

function whyRefused(problem: unknown): string | undefined {
  const code = fieldCode(problem, "/logo");
  if (code === "too_long") return say("form.too-long");
  if (code === "out_of_range") return say("form.out-of-range");
  return code === "format" ? say("form.format") : fieldError(problem, "/logo");
}

function addressOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
