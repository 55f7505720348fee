import { Box, Center } from "@mantine/core";
import { Icon } from "./icons.tsx";

/** The picture of an application, whole and in its own proportions, in as much room as the sign of those that have none; the name beside it says which it is. */
export function ApplicationIcon({ icon }: { icon: string }) {
  return (
    <Center component="span" flex="none" w={28} h={28} aria-hidden="true">
      {icon ? (
        <Box component="img" src={icon} alt="" w={28} h={28} style={{ objectFit: "contain" }} />
      ) : (
        <Icon name="apps" size={22} />
      )}
    </Center>
  );
}
