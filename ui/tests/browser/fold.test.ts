import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/i18n/languages";
import { TEXT_SIZES } from "../../src/theme/appearance";
import { browserTests, speak } from "./browser";
import { SCREENS } from "./screens";

const { open } = browserTests({ width: 1024, height: 768 });
const all = LANGUAGES.flatMap(({ code }) => TEXT_SIZES.map((size) => ({ code, size })));

/** Buttons that say what is done next and that the window cuts off, without scrolling. */
const belowTheFold = (page: Page) =>
  page.locator(".button.primary, .button.danger.big").evaluateAll((buttons) =>
    buttons
      .filter((button) => {
        const { top, bottom, left, right, height } = button.getBoundingClientRect();
        return height > 0 && (top < -1 || bottom > innerHeight + 1 || left < -1 || right > innerWidth + 1);
      })
      .map((button) => button.textContent),
  );

describe("1024 by 768: what is done next is in view, in every language and text size", () => {
  test.concurrent.for(SCREENS)("$name", async ({ window, scenario, go }, context) => {
    const { page } = await open(window, scenario, context);
    await go?.(page);
    const cut: string[] = [];
    for (const { code, size } of all) {
      await page.evaluate((name) => (document.documentElement.dataset.textSize = name), size);
      await speak(page, code);
      // Two frames: what watches sizes has answered to the new letters.
      await page.evaluate(async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        await frame();
        await frame();
        document.querySelector(".desk-main")?.scrollTo(0, 0);
      });
      const found = await belowTheFold(page);
      if (found.length > 0) cut.push(`${code} ${size}: ${found.join(", ")}`);
    }
    expect(cut).toEqual([]);
  });
});
