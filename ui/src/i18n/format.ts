import type { Language } from "./languages";

export type DatePart = "day" | "month" | "year";

export interface Format {
  /** In which order people here write a date in numbers. */
  dateOrder: readonly DatePart[];
  number(value: number): string;
  bytes(value: number): string;
  /** A calendar date `YYYY-MM-DD`, which has no time zone. */
  day(iso: string): string;
  /** Time of day, and the date before it when it is not the day of `now`. */
  time(instant: string, now?: string): string;
  /** Date and time. */
  moment(instant: string): string;
  /** A local time of day `HH:MM:SS`. */
  clock(local: string): string;
  list(items: readonly string[]): string;
  /** Short facts in one line, each with its own direction; empty ones are left out. */
  facts(items: readonly string[]): string;
}

/** Latin digits are kept in Arabic and Hindi: officers compare numbers with papers and over the telephone. */
export function formatOf(
  language: Language,
  timeZone: string,
  system: readonly string[] = navigator.languages,
): Format {
  const locale = `${language}-u-nu-latn`;
  const number = new Intl.NumberFormat(locale);
  const zone = isTimeZone(timeZone) ? timeZone : "UTC";
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: zone });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  const dayOf = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: zone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  return {
    dateOrder: dateOrderOf(regional(language, system)),
    number: (value) => number.format(value),
    bytes: (value) => bytesOf(locale, value),
    day: (iso) => guarded(iso, () => day.format(new Date(`${iso}T00:00:00Z`))),
    time: (instant, now) =>
      guarded(instant, () => {
        const at = new Date(instant);
        const other = now !== undefined && dayOf.format(at) !== dayOf.format(new Date(now));
        return (other ? moment : time).format(at);
      }),
    moment: (instant) => guarded(instant, () => moment.format(new Date(instant))),
    clock: (local) => guarded(local, () => clock.format(new Date(`1970-01-01T${local}Z`))),
    list: (items) => list.format(items.map(isolated)),
    facts: (items) =>
      items
        .filter((item) => item !== "")
        .map(isolated)
        .join(" · "),
  };
}

/** The system's own form of the language: en-GB writes dates in another order than en-US. */
function regional(language: Language, system: readonly string[]): string {
  return system.find((tag) => tag.toLowerCase().split("-")[0] === language) ?? language;
}

function dateOrderOf(locale: string): readonly DatePart[] {
  const numeric = new Intl.DateTimeFormat(`${locale.split("-u-")[0] ?? locale}-u-ca-gregory-nu-latn`, {
    day: "numeric",
    month: "numeric",
    year: "numeric",
  });
  const isPart = (type: string): type is DatePart => type === "day" || type === "month" || type === "year";
  return numeric.formatToParts(new Date(0)).flatMap(({ type }) => (isPart(type) ? [type] : []));
}

/** Between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE: a Latin name does not turn an Arabic line round. */
function isolated(item: string): string {
  return `\u2068${item}\u2069`;
}

/** What cannot be read as a date is shown as it came. */
function guarded(raw: string, format: () => string): string {
  try {
    return format();
  } catch {
    return raw;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}

function bytesOf(locale: string, value: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;
  const step = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), units.length - 1);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[step] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: value < 1000 ? 0 : 1,
  }).format(value / 1000 ** step);
}
