import { Flex } from "@mantine/core";
import { Link } from "wouter";
import { say } from "../text/app.ts";

/** Where the page stands: the pages above it as links, then its own name. */
export function Breadcrumb({ above, here }: { above: [path: string, name: string][]; here: string }) {
  return (
    <nav aria-label={say("crumbs.label")}>
      <Flex component="ol" wrap="wrap" gap="0 8px" c="dimmed" fz={13} lh="1.25rem" className="crumbs">
        {above.map(([path, name]) => (
          <li key={path}>
            <Link className="link" href={path}>
              {name}
            </Link>
          </li>
        ))}
        <li aria-current="page">{here}</li>
      </Flex>
    </nav>
  );
}
