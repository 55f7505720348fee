/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import { speaker } from "../../text/say.ts";
import { get } from "../call.ts";
import { OfOrganization, type OrganizationPlace } from "../of-organization.tsx";
import type { SignInPage } from "../page.ts";
import { SignIn } from "../sign-in.tsx";
import common from "../texts/login.en.json";
import { Discover } from "./discover.tsx";
import texts from "./texts/common.en.json";
import "./stylesheet.ts";

const say = speaker({ ...common, ...texts });

/** The page came without its document, so it asks for it. Meanwhile, and if that fails, the password form works. */
export function Asking({ place }: { place: OrganizationPlace }) {
  const { organization } = place;
  const [options, setOptions] = useState<"loading" | "failed">("loading");
  const [page, setPage] = useState<SignInPage | "unknown" | null>(null);
  async function ask() {
    setOptions("loading");
    const answer = await get("/api/v1/organizations/{organization}/sign-in", organization);
    if (answer.ok) setPage(answer.data);
    else if (answer.refusal.code === "org_not_resolved") setPage("unknown");
    else setOptions("failed");
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    ask();
  }, []);

  if (page === "unknown") return <Discover unknown={organization} />;
  if (page) return <OfOrganization place={place} page={page} />;
  const least: SignInPage = {
    organization: { code: organization, name: organization },
    providers: [],
    passwordSignIn: true,
    contactText: "",
    trouble: false,
    branding: null,
    mail: place.at === "forgot-password",
  };
  if (place.at !== "sign-in" && place.at !== "start" && options === "failed")
    return <OfOrganization place={place} page={least} />;
  const failed = options === "failed" && (
    <div class="notice warn" role="status">
      <p>{say("signin.failed")}</p>
      <button class="btn" type="button" onClick={ask}>
        {say("signin.retry")}
      </button>
    </div>
  );
  return <SignIn page={least} instead={failed || <div style={{ height: 104 }} />} />;
}
