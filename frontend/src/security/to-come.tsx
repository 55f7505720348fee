import { Box, Skeleton, Stack } from "@mantine/core";
import { say } from "./texts/security.ts";

/** The cards of password and accounts before it is known what is in them: their names, and the room that they will take. */
export function SignInMethodsToCome({ organization }: { organization: string }) {
  return (
    <>
      <section className="card" aria-busy="true" aria-labelledby="password">
        <header className="alone">
          <div>
            <h2 id="password">{say("password.title")}</h2>
            <p className="vh" role="status">
              {say("page.loading")}
            </p>
            <Skeleton w="14rem" h={20} aria-hidden="true" />
          </div>
          <Skeleton w="9rem" h="var(--control)" aria-hidden="true" />
        </header>
      </section>
      <section className="card" aria-busy="true" aria-labelledby="connected-accounts">
        <header>
          <h2 id="connected-accounts">{say("accounts.title")}</h2>
          <p>{say("accounts.why", { org: organization })}</p>
        </header>
        <ul aria-hidden="true">
          <Box component="li" className="thing" mih={101}>
            <Skeleton h={40} maw={40} />
          </Box>
          <Box component="li" className="thing" mih={101}>
            <Skeleton h={40} maw={40} />
          </Box>
        </ul>
      </section>
    </>
  );
}

/** Two rows to come, as high as they will be. */
export function ToCome() {
  return (
    <>
      <p className="vh" role="status">
        {say("page.loading")}
      </p>
      <Stack gap={21} px="lg" py={10} aria-hidden="true">
        <Skeleton h={40} />
        <Skeleton h={40} />
      </Stack>
    </>
  );
}
