import { act, fireEvent, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { json } from "../testing/server.ts";
import { connection, failed, goLink, here, open, reports, running, serve, stayHere, testId } from "./testing.ts";

stayHere();

describe("while somebody is at the provider", () => {
  it("looks every two seconds until the test has ended, then shows the result", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const server = serve(running());
    await open("?start=1");
    const link = await screen.findByRole("link", goLink);
    await act(() => vi.advanceTimersByTimeAsync(6000));
    expect(reports(server)).toBe(0);
    fireEvent.click(link);
    await screen.findByText("Waiting for your sign-in in the other tab...");
    await act(() => vi.advanceTimersByTimeAsync(4100));
    expect(reports(server)).toBe(2);
    server.answer(`GET ${here}/tests/${testId}`, () => json(200, failed()));
    await act(() => vi.advanceTimersByTimeAsync(2000));
    await screen.findByText("Not passed: 1 check failed, of 13.");
    await act(() => vi.advanceTimersByTimeAsync(6000));
    expect(reports(server)).toBe(3);
    expect(server.asked(`GET ${here}`).length).toBeGreaterThan(2);
  });

  it("asks after two minutes what was seen there", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    serve(running());
    await open("?start=1");
    fireEvent.click(await screen.findByRole("link", goLink));
    await act(() => vi.advanceTimersByTimeAsync(119_000));
    expect(screen.queryByRole("heading", { name: "What did you see at Microsoft?" })).toBeNull();
    await act(() => vi.advanceTimersByTimeAsync(2000));
    await screen.findByText(/^Nothing came back for 2 minutes\./);
    expect(screen.getByRole("radiogroup", { name: /^Choose what the page said/ })).toBeTruthy();
  });

  it("waits no longer than the attempt lives", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const server = serve(running());
    await open("?start=1");
    fireEvent.click(await screen.findByRole("link", goLink));
    await act(() => vi.advanceTimersByTimeAsync(10 * 60_000 + 4000));
    await screen.findByText("This test was not finished.");
    const before = reports(server);
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(reports(server)).toBe(before);
  });

  it("says in another tab that the test waits, and follows it", async () => {
    serve(running());
    await open(`?test=${testId}`);
    await screen.findByText("This test waits for a sign-in at Microsoft.");
    expect(screen.queryByRole("link", goLink)).toBeNull();
  });
});

describe("what was seen at the provider", () => {
  it.each([
    ["The redirect URI does not match", "AADSTS50011", ["Redirect URI", connection.copy.redirectUri]],
    ["The application or client is not known", "AADSTS700016", ["Client ID", connection.draft?.clientId]],
    ["The person is not assigned to the application", "AADSTS50105", ["Client ID", connection.draft?.clientId]],
    ["The account is in another directory", "AADSTS50020", ["Tenant ID", connection.draft?.tenant]],
    ["An administrator must approve", "AADSTS65001", ["Client ID", connection.draft?.clientId]],
    ["Access is blocked", "AADSTS53003", ["Client ID", connection.draft?.clientId]],
    ["Something else", "", ["Redirect URI", connection.copy.redirectUri]],
  ])("%s: says who must do what, and the value to compare", async (label, code, [name, value]) => {
    serve(running());
    await open("?start=1");
    await userEvent.click(await screen.findByRole("button", { name: "I saw an error at Microsoft" }));
    const radio = screen.getByRole("radio", { name: label });
    if (code) screen.getByText((text) => text.includes(code));
    await userEvent.click(radio);
    screen.getByText("Who has to act:");
    expect(screen.getByRole("button", { name: `Copy ${name}` }).parentElement?.textContent).toContain(value);
  });

  it("names the codes of Google for Google, and leaves out what Google does not say", async () => {
    serve({ ...running(), provider: "google" }, { provider: "google", kind: "google" });
    await open(`?test=${testId}`);
    await userEvent.click(await screen.findByRole("button", { name: "I saw an error at Google" }));
    screen.getByText("redirect_uri_mismatch");
    expect(screen.queryByRole("radio", { name: "The person is not assigned to the application" })).toBeNull();
  });
});
