import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { browserTests, speak } from "./browser";
import { SCREENS } from "./screens";

const FOLDER = join(import.meta.dirname, "../../screenshots");
const LANGUAGES = ["en", "hi", "ar"];
const SIZES = [
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
];

/** `SCREENS=home,review npm run screenshots` makes only those whose names hold one of the words. */
const wanted = (process.env.SCREENS ?? "").split(",");
const chosen = SCREENS.filter(({ name }) => wanted.some((word) => name.includes(word)));

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const { open } = browserTests();

test.each(chosen)("$name", async ({ name, window, scenario, go }) => {
  const { page } = await open(window, scenario);
  await go?.(page);
  for (const language of LANGUAGES) {
    await speak(page, language);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({
        path: join(FOLDER, `${name}-${language}-${size.width}.png`),
        animations: "disabled",
      });
    }
  }
});
