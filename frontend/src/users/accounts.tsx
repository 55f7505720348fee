import { Button, Flex, Group } from "@mantine/core";
import { accountUse } from "../api/accounts.ts";
import type { PersonAction } from "../people/change-dialog.tsx";
import { providerTitle } from "../text/provider.ts";
import { day } from "../text/time.ts";
import { LogoTile } from "../ui/brand-logo.tsx";
import { Icon } from "../ui/icons.tsx";
import { type Account, whenWithin } from "./person-texts.ts";
import { say } from "./texts/users.ts";

interface AccountsCardProps {
  accounts: Account[];
  /** Nothing, if the reader may not change people. */
  onAsk: ((asked: PersonAction) => void) | undefined;
}

/** The provider accounts that may sign in as the person. */
export function AccountsCard({ accounts, onAsk }: AccountsCardProps) {
  return (
    <section className="card" aria-labelledby="accounts">
      <header>
        <h2 id="accounts">{say("account.title")}</h2>
      </header>
      {accounts.length === 0 && <p className="card-body muted">{say("account.none")}</p>}
      <ul>
        {accounts.map((account) => (
          <li key={account.id} className="thing">
            <Group wrap="nowrap" align="flex-start" className="account-row">
              <LogoTile provider={account.provider} />
              <div>
                <h3>{providerTitle(account.provider, account.label)}</h3>
                <p>{account.email ?? say("account.no-email")}</p>
                {account.differentEmail && (
                  <Flex component="p" gap={6} align="center" c="var(--warn)" className="flag small">
                    <Icon name="alert" />
                    {say("account.different")}
                  </Flex>
                )}
                <p>
                  {say(`account.${accountUse(account)}`, {
                    day: day(new Date(account.linkedAt)),
                    used: whenWithin(account.lastUsedAt),
                  })}
                </p>
              </div>
            </Group>
            {onAsk && (
              <Button color="bad" onClick={() => onAsk({ what: "disconnect", account })}>
                {say("do.disconnect")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
