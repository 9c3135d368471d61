import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/i18n/languages";
import { THEMES } from "../../src/theme/appearance";
import { browserTests, expectNoComplaint, paint, speak } from "./browser";
import { SCREENS } from "./screens";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong, shortly: the rule and where. */
async function violations(page: Page, options: axe.RunOptions): Promise<string[]> {
  const { violations: found } = await page.evaluate(
    (asked) => (globalThis as unknown as { axe: typeof axe }).axe.run(asked),
    { ...options, resultTypes: ["violations" as const], iframes: false, preload: false },
  );
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`).join(" | ")}`,
  );
}

/** Everything that the contrast of a screen depends on: the letters that are in it, each with what is behind them. */
const colours = (page: Page) =>
  page.evaluate(() => {
    const looks = new Set<string>();
    const walk = (element: Element, behind: string) => {
      const style = getComputedStyle(element);
      if (style.display === "none") return;
      const { color, fontSize, fontWeight, visibility } = style;
      const ground = `${behind}/${style.backgroundColor} ${style.backgroundImage} ${style.opacity}`;
      looks.add([color, fontSize, fontWeight, visibility, ground].join(" "));
      for (const child of element.children) walk(child, ground);
    };
    walk(document.body, "");
    return [...looks].sort().join("\n");
  });

/**
 * Every screen in every language and theme. Names and structure do not depend on the theme, and contrast not on the
 * words: colours that were looked at once on a screen are not looked at again in another language.
 */
describe("no violation on any screen", () => {
  const { open } = browserTests(undefined, axe.source);
  test.concurrent.for(SCREENS)("$name", async ({ window, scenario, go }, context) => {
    const tab = await open(window, scenario, context);
    const { page } = tab;
    await go?.(page);
    const found: string[] = [];
    const look = async (where: string, options: axe.RunOptions) =>
      found.push(...(await violations(page, options)).map((line) => `[${where}] ${line}`));
    const seen = new Set<string>();
    for (const { code, dir } of LANGUAGES) {
      await speak(page, code);
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(dir);
      await look(code, { runOnly: STANDARDS, rules: { "color-contrast": { enabled: false } } });
      for (const theme of THEMES) {
        await paint(page, theme);
        const shown = await colours(page);
        if (!seen.has(shown)) await look(`${code} ${theme}`, { runOnly: ["color-contrast"] });
        seen.add(shown);
      }
    }
    expect(found).toEqual([]);
    expect(seen.size).toBeGreaterThanOrEqual(THEMES.length);
    expectNoComplaint(tab);
  });
});
