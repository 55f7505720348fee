import { zonePlace } from "../text/time.ts";
import { browserZone, knownZones, offsetOf } from "../text/zone.ts";
import { currentName, formerNames } from "../text/zone-names.ts";
import { say } from "./texts/profile.ts";

/** A zone to choose, as it is shown and as it is found. */
export interface ZoneChoice {
  /** A name of the zone database; "" is the browser's. */
  value: string;
  label: string;
  /** Its names of today and of old and its place, folded. */
  words: string;
  /** "UTC+05:30". */
  offset: string;
}

/** The zones to choose from: the browser's own first, and the chosen one even if this browser does not list it. Asking the browser about all of them takes a while. */
export function zoneChoices(chosen: string): ZoneChoice[] {
  const known = new Set([...(chosen ? [chosen] : []), ...knownZones().map(currentName)]);
  return ["", ...[...known].sort()].map(choiceOf);
}

function choiceOf(value: string): ZoneChoice {
  const label = zoneLabel(value);
  const names = value ? [zonePlace(value), ...formerNames(value)] : [];
  const offset = offsetOf(value || browserZone()) ?? "";
  return { value, label, words: fold([label, ...names].join(" ")), offset: offset === "UTC" ? "UTC+00:00" : offset };
}

/** "Europe/Madrid (UTC+01:00)". */
export function zoneLabel(zone: string): string {
  if (!zone) return say("profile.zone-browser", { place: zonePlace(browserZone()) });
  const [name, offset] = [zone.replaceAll("_", " "), offsetOf(zone)];
  return offset ? `${name} (${offset})` : name;
}

/** The zones that fit everything that was typed: parts of a name, "+5:30", "UTC-3". */
export function matching(choices: ZoneChoice[], typed: string): ZoneChoice[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return choices.filter((choice) => words.every((word) => fits(choice, word)));
}

function fits({ words, offset }: ZoneChoice, word: string): boolean {
  const typed = /^(?:utc|gmt)?([+-])(\d\d?):?(\d{0,2})$/.exec(word);
  if (!typed) return words.includes(word);
  const [, sign, hours = "", minutes] = typed;
  return offset.startsWith(`UTC${sign}${hours.padStart(2, "0")}:${minutes}`);
}

/** In small letters, without accents, and with the minus of keyboards. */
function fold(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("_", " ").replaceAll("−", "-");
}
