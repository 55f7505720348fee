import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import type { components } from "../api/schema.gen.ts";
import { answered } from "../ui/confirm.tsx";
import { useConfirmed } from "./confirmed.tsx";

type Problem = components["schemas"]["Problem"];

/** A change that may give somebody a sign-in method or more power: the server may ask who it is first, and then it goes on. */
export function useConfirmedChange<Sent, Data>(
  send: (sent: Sent) => Promise<{ data?: Data; error?: unknown }>,
  then: Pick<UseMutationOptions<Data, Problem, Sent>, "onSuccess" | "onSettled"> = {},
) {
  const confirmed = useConfirmed();
  return useMutation<Data, Problem, Sent>({ mutationFn: (sent) => confirmed(() => answered(send(sent))), ...then });
}
