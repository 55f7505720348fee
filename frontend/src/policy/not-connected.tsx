import { Flex } from "@mantine/core";
import { Link } from "wouter";
import type { components } from "../api/schema.gen.ts";
import { Address } from "../ui/address.tsx";
import { say } from "./texts/policy.ts";

type Requirement = components["schemas"]["Requirement"];

/** Who has not connected an account yet: the first of them, by name. */
export function NotConnected({ requirement }: { requirement: Requirement }) {
  const { people, notConnected, notConnectedPeople } = requirement;
  if (notConnected === 0) return <p>{say.count("people.all", people)}</p>;
  const more = notConnected - notConnectedPeople.length;
  return (
    <>
      <p>{say.count("people.some", notConnected, { people })}</p>
      <Flex component="ul" direction="column" gap="xs">
        {notConnectedPeople.map((one) => (
          <li key={one.id}>
            {one.name}{" "}
            <span className="sub">
              <Address of={one.email} />
            </span>
          </li>
        ))}
        {more > 0 && <li className="muted">{say.count("people.more", more)}</li>}
      </Flex>
      <p>
        <Link className="link" href="/users?filter=not_connected">
          {say("people.open")}
        </Link>
      </p>
    </>
  );
}
