import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, type TestContext } from "vitest";

export type Window = "desk" | "booth";

/** Everything that a page complained about: a refused style, script, font or picture, or an exception. */
export interface Tab {
  page: Page;
  complaints: string[];
}

/**
 * One browser for a file, one page for a tab. The pages share what was fetched and nothing else: the app stores nothing
 * in the browser. `script` is there in every page before the app's own.
 */
export function browserTests(viewport = { width: 1280, height: 800 }, script?: string) {
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
    });
    context = await browser.newContext({ viewport, locale: "en-US", reducedMotion: "reduce" });
    if (script !== undefined) await context.addInitScript({ content: script });
  });
  afterAll(() => browser.close());
  return {
    /** Opens a window of the demo in a scenario, until the test ends; concurrent tests must say which test they are. */
    open: async (
      window: Window,
      scenario: string,
      test: Pick<TestContext, "onTestFinished"> = { onTestFinished },
    ): Promise<Tab> => {
      const page = await context.newPage();
      test.onTestFinished(() => page.close());
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
      });
      await page.goto(`${inject("site")}/index.html?window=${window}&demo=${scenario}`);
      await page.waitForSelector(window === "booth" ? ".booth" : ".front, .desk:not([hidden])");
      await page.evaluate(() => document.fonts.ready);
      return { page, complaints };
    },
  };
}

export const byTest = (id: string) => `[data-testid="${id}"]`;

/** Switches the language in place, as the demo lets tests do: what is on the screen stays. */
export async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate(
    (code) => window.dispatchEvent(new CustomEvent("demo-language", { detail: code })),
    language,
  );
  await page.waitForFunction((code) => document.documentElement.lang === code, language);
}

/** Puts a theme on the document, as the settings do. */
export const paint = (page: Page, theme: string) =>
  page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);

export function expectNoComplaint({ complaints }: Tab): void {
  expect(complaints).toEqual([]);
}
