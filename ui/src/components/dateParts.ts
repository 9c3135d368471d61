import type { DatePart } from "../i18n/format";

export type DateParts = Record<DatePart, string>;

/** Day, month and year of a date in ISO form, or of what {@link asIso} made of an incomplete one. */
export function partsOf(value: string): DateParts {
  const [year = "", month = "", day = ""] = value.split("-");
  return { day, month, year };
}

/** `YYYY-MM-DD` when it is complete, empty when nothing was typed. Else what was typed, which is no date. */
export function asIso({ day, month, year }: DateParts): string {
  if (day === "" && month === "" && year === "") return "";
  const isComplete = day !== "" && month !== "" && year.length === 4;
  return isComplete ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : `${year}-${month}-${day}`;
}

/** Digits of any script as 0 to 9; everything else is dropped. */
export function onlyDigits(text: string): string {
  return Array.from(text.normalize("NFKC"), digitOf).join("");
}

/** The digits of a script stand together and in order: a digit is as far from its zero as it is worth. */
function digitOf(char: string): string {
  if (!/^\p{Nd}$/u.test(char)) return "";
  const code = char.codePointAt(0) ?? 0;
  let before = 1;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(code - before))) before += 1;
  return String((before - 1) % 10);
}

/** A whole date that was pasted: ISO, or in the order of the desk. */
export function spread(text: string, order: readonly DatePart[]): DateParts | undefined {
  const groups = text.trim().split(/[-./]/u).map(onlyDigits);
  if (groups.length !== 3 || groups.includes("")) return undefined;
  const isIso = groups[0]?.length === 4;
  const names: readonly DatePart[] = isIso ? ["year", "month", "day"] : order;
  const parts: DateParts = { day: "", month: "", year: "" };
  names.forEach((part, n) => (parts[part] = groups[n] ?? ""));
  return parts.year.length === 4 ? parts : undefined;
}
