import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/i18n/languages";
import { TEXT_SIZES, THEMES } from "../../src/theme/appearance";
import { browserTests, byTest, expectNoComplaint, speak } from "./browser";

/** The smallest window that the shell allows, and what a station usually has. */
const SMALLEST = { width: 1024, height: 720 };
const USUAL = { width: 1024, height: 768 };

/** What of the page is cut off by the window, or by the box that it scrolls in. */
const cutOff = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((parts) =>
    parts
      .filter((part) => {
        const { top, bottom, left, right } = part.getBoundingClientRect();
        const box = part.closest(".booth-scroll")?.getBoundingClientRect();
        const [from, to] = [box?.top ?? 0, box?.bottom ?? innerHeight];
        return top < from - 1 || bottom > to + 1 || left < -1 || right > innerWidth + 1;
      })
      .map((part) => part.textContent),
  );

/** What a page of the booth always shows, whatever is on it. */
const FIXED = `h1, .left-over, ${byTest("back")}, ${byTest("next")}, ${byTest("review-cast")}, .booth-more button, .booth-bar button`;

describe("a page of the booth", () => {
  const { open } = browserTests(USUAL);

  test("shows five candidates and the way on without scrolling, in every language", async () => {
    const tab = await open("booth", "voting");
    const { page } = tab;
    await page.locator(byTest("booth-language-en")).click();
    for (const { code } of LANGUAGES) {
      await speak(page, code);
      expect(await page.locator(byTest("candidate")).count()).toBe(5);
      expect(await cutOff(page, `${FIXED}, ${byTest("candidate")}`), code).toEqual([]);
      expect(await page.locator(byTest("more-below")).count(), code).toBe(0);
    }
    expectNoComplaint(tab);
  });

  test("keeps heading and steps in view in every text size, and some of the list", async () => {
    const tab = await open("booth", "voting");
    const { page } = tab;
    await page.setViewportSize(SMALLEST);
    await page.locator(byTest("booth-language-en")).click();
    for (let step = 0; step < 4; step += 1) {
      for (const size of TEXT_SIZES) {
        await page.locator(byTest(`text-size-${size}`)).click();
        for (const { code } of LANGUAGES) {
          await speak(page, code);
          const where = `page ${step}, ${size}, ${code}`;
          expect(await cutOff(page, FIXED), where).toEqual([]);
          const list = await page.locator(".booth-scroll").boundingBox();
          expect(list?.height, where).toBeGreaterThan(SMALLEST.height / 4);
        }
      }
      if (step < 3) await page.locator(byTest("next")).click();
    }
    expectNoComplaint(tab);
  });

  test("says in words that there is more, and shows it by a touch or a key", async () => {
    const tab = await open("booth", "voting");
    const { page } = tab;
    await page.locator(byTest("text-size-largest")).click();
    await page.locator(byTest("booth-language-en")).click();
    const [above, below] = [page.locator(byTest("more-above")), page.locator(byTest("more-below"))];
    const says = async (up: string, down: string) => {
      await above.getByText(up).waitFor();
      await below.getByText(down).waitFor();
    };
    await says("Top of the page", "More below");
    await below.click();
    await says("More above", "More below");
    for (let turn = 0; turn < 3; turn += 1) await below.press("Enter");
    await says("More above", "End of the page");
    expect(await below.getAttribute("aria-disabled")).toBe("true");
    for (let turn = 0; turn < 4; turn += 1) await above.press("Space");
    await says("Top of the page", "More below");

    // A candidate that is hidden comes into view when it gets the focus, and can be chosen.
    const last = page.locator(byTest("candidate")).last();
    await last.press("Enter");
    expect(await cutOff(page, `${byTest("candidate")}:focus`)).toEqual([]);
    await page.locator(byTest("candidate")).first().click();
    await last.click();
    expect(await last.getAttribute("aria-checked")).toBe("true");

    await page.locator(byTest("text-size-medium")).click();
    await below.waitFor({ state: "detached" });
    expectNoComplaint(tab);
  });

  test("shows that there is more in every theme", async () => {
    const tab = await open("booth", "voting");
    const { page } = tab;
    await page.locator(byTest("text-size-largest")).click();
    await page.locator(byTest("booth-language-ar")).click();
    for (const theme of THEMES) {
      await page.locator(byTest(`theme-${theme}`)).click();
      const look = await page.locator(".booth-more").evaluate((strip) => {
        const [idle, active] = [...strip.children].map((button) => getComputedStyle(button));
        return {
          isMarked: idle?.color !== active?.color,
          line: parseFloat(getComputedStyle(strip).borderBlockStartWidth),
        };
      });
      expect(look, theme).toEqual({ isMarked: true, line: 2 });
    }
    expectNoComplaint(tab);
  });

  test("is whole on paper, without its buttons", async () => {
    const tab = await open("booth", "done");
    const { page } = tab;
    await page.locator(byTest("text-size-largest")).click();
    await page.locator(byTest("more-below")).waitFor();
    await page.emulateMedia({ media: "print" });
    const heightOf = async (selector: string) => (await page.locator(selector).boundingBox())?.height ?? 0;
    expect(await heightOf(".booth-page")).toBeGreaterThan(await heightOf(".tracking"));
    expect(await page.locator("button:visible").count()).toBe(0);
    expectNoComplaint(tab);
  });
});
