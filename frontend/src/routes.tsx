import { Route, Switch } from "wouter";
import { HomePage } from "./home/home-page.tsx";
import { Shell } from "./shell/shell.tsx";
import { SignedIn } from "./shell/signed-in.tsx";

/** Every page of the app. The server serves the app for these paths and for no other. */
const pages = [{ path: "/", page: HomePage }];

export function App() {
  return (
    <SignedIn>
      <Shell>
        <Switch>
          {pages.map(({ path, page }) => (
            <Route key={path} path={path} component={page} />
          ))}
        </Switch>
      </Shell>
    </SignedIn>
  );
}
