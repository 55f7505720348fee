import { Icon } from "./icons.tsx";

/** The picture of an application; the name beside it says which it is. */
export function ApplicationIcon({ icon }: { icon: string }) {
  return (
    <span className={icon ? "logo" : "logo own"} aria-hidden="true">
      {icon ? <img src={icon} alt="" width={28} height={28} /> : <Icon name="apps" size={22} />}
    </span>
  );
}
