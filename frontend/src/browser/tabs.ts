/** What the tabs of this browser tell each other. */
export interface Channel {
  tell: (text: string) => void;
  hear: (listener: (text: unknown) => void) => void;
}

/** Joins the tabs of this browser; where it does not let them talk, each is alone. */
export function openChannel(name: string): Channel {
  try {
    const channel = new BroadcastChannel(name);
    return {
      tell: (text) => channel.postMessage(text),
      hear: (listener) => channel.addEventListener("message", ({ data }) => listener(data)),
    };
  } catch {
    return { tell: () => {}, hear: () => {} };
  }
}

/** Runs a piece of work while no other tab runs its own of that name; at once where the browser gives no locks. */
export async function aloneInTabs<T>(name: string, work: () => Promise<T>): Promise<T> {
  let begun = false;
  try {
    return await navigator.locks.request(name, () => {
      begun = true;
      return work();
    });
  } catch (error) {
    if (begun) throw error;
    return work();
  }
}
