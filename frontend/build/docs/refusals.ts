import { STATUS_CODES } from "node:http";

export interface Refusal {
  code: string;
  status: number;
  title: string;
}

/** Reads the catalogue of refusals from api/fault/codes.go: code, status and title stand there and nowhere else. */
export function readRefusals(source: string): Refusal[] {
  const codes = new Map([...source.matchAll(/^\s+(\w+)\s+Code\s*=\s*"(\w+)"/gm)].map(([, name, code]) => [name, code]));
  return [...source.matchAll(/^\s+\{(\w+), http\.Status(\w+), "([^"]+)"\},$/gm)].map(
    ([, name, status = "", title = ""]) => {
      const code = codes.get(name);
      if (!code) throw new Error(`codes.go: ${name} has an entry and no code`);
      return { code, status: statusOf(status), title };
    },
  );
}

/** Go's name of a status where it is not that of Node. */
const others: Record<string, number> = { RequestEntityTooLarge: 413 };

function statusOf(name: string): number {
  const found = Object.entries(STATUS_CODES).find(([, words]) => words?.replace(/[^A-Za-z]/g, "") === name);
  const status = others[name] ?? Number(found?.[0]);
  if (!status) throw new Error(`codes.go: which status is ${name}?`);
  return status;
}
