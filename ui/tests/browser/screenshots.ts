import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { THEMES } from "../../src/theme/appearance";
import { browserTests, paint, speak, type Tab } from "./browser";
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
const { open } = browserTests(SIZES[0]);

async function shoot({ page }: Tab, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(FOLDER, `${name}-${size.width}.png`), animations: "disabled" });
  }
}

/** Every screen in three scripts; the booth's, whose colours voters choose, in English in every theme too. */
test.concurrent.for(chosen)("$name", async ({ name, window, scenario, go }, context) => {
  const tab = await open(window, scenario, context);
  await go?.(tab.page);
  for (const language of LANGUAGES) {
    await speak(tab.page, language);
    await shoot(tab, `${name}-${language}`);
  }
  if (window === "desk") return;
  await speak(tab.page, "en");
  for (const theme of THEMES.slice(1)) {
    await paint(tab.page, theme);
    await shoot(tab, `${name}-en-${theme}`);
  }
});
