import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import { type ComponentType, Suspense, useEffect } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Route, Switch, useLocation } from "wouter";
import { AppBoundary } from "./app-boundary.tsx";
import { lazyPage } from "./lazy-page.tsx";
import { PageBoundary } from "./page-boundary.tsx";

const spare = () => document.querySelector("body > main") as HTMLElement;

beforeEach(() => {
  // React tells the console of everything that a boundary catches.
  vi.spyOn(console, "error").mockReturnValue();
  document.body.innerHTML = '<div id="root"></div><main class="spare">not working</main>';
});

describe("F3: whatever throws, no page is blank", () => {
  const odd = () => {
    throw new RangeError("Invalid time zone specified: Etc/Unknown");
  };
  const later = () => {
    useEffect(odd, []);
    return <p>here</p>;
  };
  it.each([
    ["while it is drawn", odd],
    ["after it is drawn", later],
  ])("%s, the page's own words take its place", (_, Odd: ComponentType) => {
    const root = document.getElementById("root") as HTMLElement;
    expect(spare().className).toBe("spare");
    render(
      <AppBoundary>
        <Odd />
      </AppBoundary>,
      { container: root },
    );
    expect(root.childNodes).toHaveLength(0);
    expect(spare().className).toBe("");
  });
});

describe("O4: a page that failed", () => {
  let go: (path: string) => void;
  function Places({ pages }: { pages: Record<string, ComponentType> }) {
    const [location, navigate] = useLocation();
    go = (path) => act(() => navigate(path));
    return (
      <PageBoundary place={location}>
        <Suspense>
          <Switch>
            {Object.entries(pages).map(([path, page]) => (
              <Route key={path} path={path} component={page} />
            ))}
          </Switch>
        </Suspense>
      </PageBoundary>
    );
  }
  const failed = () => screen.findByRole("heading", { name: "The page could not be loaded" });
  const show = (pages: Record<string, ComponentType>) =>
    render(
      <MantineProvider>
        <Places pages={pages} />
      </MantineProvider>,
    );

  it("leaves the next page alone, and is tried anew when somebody comes back", async () => {
    const loads = [Promise.reject(new TypeError("network")), Promise.resolve(() => <p>the users</p>)];
    show({ "/": () => <p>home</p>, "/users": lazyPage(() => loads.shift() as Promise<ComponentType>) });
    go("/users");
    await failed();
    go("/");
    await screen.findByText("home");
    go("/users");
    await screen.findByText("the users");
  });
});
