import { readFileSync } from "node:fs";
import axe from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The page that `central publish` writes, as its own test keeps it (central/src/publish/testing). */
const PAGE = new URL("../../../central/src/publish/testing/page.html", import.meta.url);
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
  });
});
afterAll(() => browser.close());

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 800, 1280]) {
    test(`nothing is wrong with the published page, ${colorScheme}, ${width} wide`, async () => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
      await page.setContent(readFileSync(PAGE, "utf8"));
      await page.addScriptTag({ content: axe.source });
      const { violations } = await page.evaluate(
        (asked) => (globalThis as unknown as { axe: typeof axe }).axe.run(asked),
        { runOnly: STANDARDS },
      );
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      await page.close();
    });
  }
}

test("every table is read without script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.setContent(readFileSync(PAGE, "utf8"));
  expect(await page.getByRole("table").count()).toBeGreaterThanOrEqual(3);
  expect(await page.getByRole("rowheader").count()).toBeGreaterThan(3);
  await context.close();
});
