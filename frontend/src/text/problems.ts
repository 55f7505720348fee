import type { ProblemCode } from "../api/problem.ts";
import type appProblems from "./app-problems.en.json";
import type problems from "./problems.en.json";
import type refusals from "./refusals.en.json";

/**
 * The sentences for each code of the contract, and for no answer at all. Those of
 * refusals.en.json are said by one page of the sign-in entry, those of
 * app-problems.en.json in the app only. They tell nothing about other people or
 * about configuration. A new code without a sentence does not compile.
 */
export type Sentences = Whole<typeof problems & typeof refusals & typeof appProblems>;

type Whole<Texts extends Record<ProblemCode | "network", string>> = Texts;
