import { offsetOf } from "./zone.ts";

// Browsers list zones by the names that they had first (CLDR); the zone database
// has renamed these since, mostly with their towns.
const renamed: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** What a zone is called today: "Europe/Kyiv" for Europe/Kiev. A browser that does not know the new name keeps the old one. */
export function currentName(zone: string): string {
  const name = Object.hasOwn(renamed, zone) ? renamed[zone] : undefined;
  return name && offsetOf(name) !== undefined ? name : zone;
}

/** What else a zone has been called: "Europe/Kiev" for Europe/Kyiv. */
export function formerNames(zone: string): string[] {
  return Object.keys(renamed).filter((name) => renamed[name] === zone);
}
