import NextAuth from "next-auth";
import { latchkey } from "./latchkey";

export const { handlers, signIn, signOut, auth } = NextAuth({ providers: [latchkey] });
