import { Link } from "wouter";
import { api } from "../api/session.ts";
import { Page } from "../shell/page.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { say } from "./texts/profile.ts";

/** How the person is called, and the zone that their times are in. */
export function ProfilePage() {
  const { data: me } = api.useQuery("get", "/api/v1/me");
  if (!me) return null;
  const [before, after] = say("profile.security", { link: "\n" }).split("\n");
  return (
    <Page personal title={say("profile.title")} sentence={say("profile.sentence")}>
      <ProfileForm user={me.user} />
      <p className="muted">
        {before}
        <Link className="link" href="/profile/security">
          {say("profile.security-link")}
        </Link>
        {after}
      </p>
    </Page>
  );
}
