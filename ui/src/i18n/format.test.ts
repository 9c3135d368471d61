import { describe, expect, test } from "vitest";
import { formatOf } from "./format";
import { chooseLanguage } from "./languages";

describe("format", () => {
  const format = formatOf("en", "America/Chicago");

  test("times are the election's, not the machine's", () => {
    expect(format.time("2026-11-03T20:42:00Z").replace(/\s/gu, " ")).toBe("2:42 PM");
  });

  test("another day has its date", () => {
    expect(format.time("2026-11-02T20:42:00Z", "2026-11-03T20:42:00Z")).toContain("Nov 2");
    expect(format.time("2026-11-03T20:42:00Z", "2026-11-03T22:00:00Z")).not.toContain("Nov");
  });

  test("a date has no time zone", () => {
    expect(formatOf("en", "Pacific/Auckland").day("2026-11-03")).toBe("November 3, 2026");
  });

  test.each(["hi", "ar"] as const)("%s keeps the digits of the papers", (language) => {
    expect(formatOf(language, "UTC").number(1284)).toMatch(/^[0-9.,٬]+$/u);
    expect(formatOf(language, "UTC").day("2026-11-03")).toMatch(/2026/u);
  });

  test("what is not a date is shown as it came", () => {
    expect(format.day("soon")).toBe("soon");
    expect(format.time("soon")).toBe("soon");
  });

  test("an unknown time zone is UTC", () => {
    expect(formatOf("en", "Mars/Base").clock("07:00:00").replace(/\s/gu, " ")).toBe("7:00 AM");
  });

  test("facts leave the empty ones out and isolate each", () => {
    expect(format.facts(["a", "", "b"])).toBe("\u2068a\u2069 · \u2068b\u2069");
  });
});

describe("language", () => {
  test("what was asked for, else the system's, else English", () => {
    expect(chooseLanguage("ar", ["es-MX"])).toBe("ar");
    expect(chooseLanguage("", ["de-DE", "es-MX"])).toBe("es");
    expect(chooseLanguage("xx", [])).toBe("en");
  });
});
