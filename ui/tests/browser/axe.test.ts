import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/i18n/languages";
import { THEMES } from "../../src/theme/appearance";
import { browserTests, expectNoComplaint, paint, speak } from "./browser";
import { SCREENS } from "./screens";

const EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = ["color-contrast"];

/** What is wrong, shortly: the rule and where. */
async function violations(page: Page, runOnly: string[]): Promise<string[]> {
  const { violations: found } = await page.evaluate(
    (options) => (globalThis as unknown as { axe: typeof axe }).axe.run(options),
    { runOnly, resultTypes: ["violations" as const], iframes: false },
  );
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`).join(" | ")}`,
  );
}

/** One for each direction of writing: what stands on what may differ between them. */
const IN_EVERY_THEME = new Set(["en", "ar"]);

/**
 * Every screen in every language; English and Arabic in all three themes, the others in the first. Names and structure
 * do not depend on the theme, so in the other two only the colours are looked at: the whole matrix takes too long.
 */
describe("no violation on any screen", () => {
  const { open } = browserTests();
  test.concurrent.for(SCREENS)("$name", async ({ window, scenario, go }, context) => {
    const tab = await open(window, scenario, context);
    const { page } = tab;
    await go?.(page);
    await page.evaluate(axe.source);
    const found: string[] = [];
    const look = async (where: string, rules: string[]) =>
      found.push(...(await violations(page, rules)).map((line) => `[${where}] ${line}`));
    const [first, ...others] = THEMES;
    for (const { code, dir } of LANGUAGES) {
      await speak(page, code);
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(dir);
      await look(code, EVERYTHING);
      for (const theme of IN_EVERY_THEME.has(code) ? others : []) {
        await paint(page, theme);
        await look(`${code} ${theme}`, COLOURS);
      }
      await paint(page, first);
    }
    expect(found).toEqual([]);
    expectNoComplaint(tab);
  });
});
