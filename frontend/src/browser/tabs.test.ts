import { describe, expect, it, vi } from "vitest";
import { aloneInTabs, openChannel } from "./tabs.ts";

const refused = () => {
  throw new DOMException("Access is denied.", "SecurityError");
};
const locks = (value: unknown) => vi.stubGlobal("navigator", { locks: value });

describe("F4: the other tabs, where the browser does not let tabs meet", () => {
  it.each([
    ["does not know locks", undefined],
    ["refuses them by throwing", { request: refused }],
    ["refuses them later", { request: async () => refused() }],
  ])("works at once where the browser %s", async (_, value) => {
    locks(value);
    const work = vi.fn(async () => "done");
    expect(await aloneInTabs("a", work)).toBe("done");
    expect(work).toHaveBeenCalledOnce();
  });

  it("never does again what failed by itself", async () => {
    locks({ request: (_: string, work: () => unknown) => work() });
    const work = vi.fn(async () => Promise.reject(new Error("network")));
    await expect(aloneInTabs("a", work)).rejects.toThrow("network");
    expect(work).toHaveBeenCalledOnce();
  });

  it("says and hears nothing where there is no channel", () => {
    vi.stubGlobal("BroadcastChannel", refused);
    const channel = openChannel("a");
    channel.hear(() => expect.unreachable());
    channel.tell("signed-out");
  });
});
