import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/i18n/languages";
import { THEMES } from "../../src/theme/appearance";
import { browserTests, expectNoComplaint } from "./browser";
import { SCREENS } from "./screens";

/** What is wrong, shortly: the rule and where. */
async function violations(page: Page, only?: string[]): Promise<string[]> {
  // There are no frames: legacy mode spares a second page for every run.
  const builder = new AxeBuilder({ page }).setLegacyMode();
  if (only) builder.withRules(only);
  else builder.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  const { violations: found } = await builder.analyze();
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`).join(" | ")}`,
  );
}

/** Switches the language in place, as the demo lets tests do: what is on the screen stays. */
async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate(
    (code) => window.dispatchEvent(new CustomEvent("demo-language", { detail: code })),
    language,
  );
  await page.waitForFunction((code) => document.documentElement.lang === code, language);
}

/** Colours do not depend on the language, names and structure not on the theme: each is looked at in all. */
const NOT_ABOUT_COLOUR = THEMES[0];

describe("no violation on any screen", () => {
  const { open } = browserTests();
  test.concurrent.each(SCREENS)("$name", async ({ window, scenario, go }) => {
    const tab = await open(window, scenario);
    await go?.(tab.page);
    const found: string[] = [];
    for (const theme of THEMES) {
      await tab.page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
      const report = await violations(tab.page, theme === NOT_ABOUT_COLOUR ? undefined : ["color-contrast"]);
      found.push(...report.map((line) => `[${theme}] ${line}`));
    }
    for (const { code, dir } of LANGUAGES.slice(1)) {
      await speak(tab.page, code);
      expect(await tab.page.evaluate(() => document.documentElement.dir)).toBe(dir);
      found.push(...(await violations(tab.page)).map((line) => `[${code}] ${line}`));
    }
    expect(found).toEqual([]);
    expectNoComplaint(tab);
  });
});
