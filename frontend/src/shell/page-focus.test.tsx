import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, it } from "vitest";
import { attempt } from "../browser/memory.ts";
import { paths } from "../routes.tsx";
import { json } from "../testing/server.ts";
import { open, serve, tom } from "./testing.tsx";

const title = async () => within(await screen.findByRole("main")).getByRole("heading", { level: 1 });
const focusOnTitle = () => waitFor(async () => expect(document.activeElement).toBe(await title()));

async function go(path: string) {
  const { navigate } = await import("wouter/use-browser-location");
  navigate(path);
}

it.each(paths)("%s begins with the focus on its title, from whatever place", async (path) => {
  serve({});
  await open(path === "/" ? "/profile" : "/");
  (await screen.findByRole("link", { name: "Users" })).focus();
  await go(path.replace(":id", "C".repeat(22)));
  await focusOnTitle();
  // Not on what stood there while the page was fetched.
  await waitFor(async () => expect((await title()).className).not.toBe("vh"));
  await focusOnTitle();
});

it("leaves the focus where the browser puts it when the app is loaded, but for who comes back from a provider", async () => {
  serve({});
  await open("/profile");
  await screen.findByRole("heading", { level: 1, name: "Edit profile" });
  expect(document.activeElement).toBe(document.body);
  cleanup();
  attempt.leave("google");
  await open("/profile");
  await focusOnTitle();
});

it("leaves the focus where it is when the query alone changes", async () => {
  serve({ "GET users": () => json(200, { items: [tom], next: null, total: 1 }) });
  await open("/users");
  const search = await screen.findByRole("searchbox");
  await userEvent.type(search, "tom{Enter}");
  await waitFor(() => expect(location.search).toContain("tom"));
  expect(document.activeElement).toBe(search);
});
