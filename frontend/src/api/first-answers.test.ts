import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { answerAtOnce } from "./first-answers.ts";

const address = (path: string) => new URL(path, location.origin).href;
const people = "/api/v1/organizations/{organization}/users";

it("has a query begin with the answer that is there for its address, once", () => {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000 } } });
  const answers = new Map([[address("/api/v1/organizations/acme/users?sort=name&limit=25"), { items: ["ana"] }]]);
  answerAtOnce(queries, answers);
  const init = (limit: number) => ({ params: { path: { organization: "acme" }, query: { sort: "name", limit } } });
  const begun = (limit: number) => {
    const queryFn = () => expect.unreachable();
    return new QueryObserver(queries, { queryKey: ["get", people, init(limit)], queryFn }).getCurrentResult();
  };
  expect(begun(25)).toMatchObject({ data: { items: ["ana"] }, isStale: false, isFetching: false });
  expect(begun(50).data).toBeUndefined();
  expect(answers.size).toBe(0);
});

it("leaves alone what is no call of the API", () => {
  const queries = new QueryClient();
  answerAtOnce(queries, new Map([[address("/api/v1/me"), {}]]));
  const guide = new QueryObserver(queries, { queryKey: ["guide", "google", null] });
  const change = new QueryObserver(queries, { queryKey: ["post", "/api/v1/me"] });
  expect([guide, change].map((one) => one.getCurrentResult().data)).toEqual([undefined, undefined]);
});
