import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { browserTests, byTest, expectNoComplaint } from "./browser";

/** Two switches: one moves on, one chooses. Nothing else is pressed. */
interface Switches {
  move: string;
  choose: string;
}

const SWITCHES: readonly Switches[] = [
  { move: "Tab", choose: "Enter" },
  { move: "ArrowDown", choose: "Space" },
];

const focused = (page: Page) =>
  page.evaluate(() => {
    const { dataset } = document.activeElement as HTMLElement;
    return {
      id: dataset.testid ?? "",
      candidate: dataset.candidate ?? "",
      isSeen: document.activeElement?.matches(":focus-visible"),
    };
  });

/** Moves on until a control has the focus, as somebody without sight of the order would. */
async function reach(page: Page, move: string, wanted: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press(move);
    const at = await focused(page);
    expect(at.isSeen).toBe(true);
    if (at.id === wanted || at.candidate === wanted) return;
  }
  throw new Error(`${wanted} cannot be reached with ${move}`);
}

async function choose(page: Page, { move, choose: key }: Switches, wanted: string): Promise<void> {
  await reach(page, move, wanted);
  await page.keyboard.press(key);
}

const screen = (page: Page, name: string) => page.locator(`.booth[data-screen="${name}"]`).waitFor();

describe("the whole booth without a pointer", () => {
  const { open } = browserTests();

  test.each(SWITCHES)("with $move and $choose", async (switches) => {
    const tab = await open("booth", "alone");
    const { page } = tab;
    const press = (wanted: string) => choose(page, switches, wanted);

    await press("theme-contrast");
    await press("text-size-largest");
    expect(await page.evaluate(() => document.documentElement.dataset)).toMatchObject({
      theme: "contrast",
      textSize: "largest",
    });

    await press("booth-language-ar");
    await screen(page, "contest");
    expect(await page.evaluate(() => document.documentElement.dir)).toBe("rtl");

    await press("omar");
    await press("maria");
    expect(await page.locator('.candidate[aria-checked="true"]').count()).toBe(1);
    await press("next");

    await press("lee");
    await press("next");

    await press("willow");
    await press("heron");
    await press("mill");
    await press("undo-rank");
    await press("founders");
    await press("next");

    await screen(page, "review");
    expect(await page.locator(byTest("undervote")).count()).toBe(1);
    await press("change");
    await screen(page, "contest");
    await press("jo");
    await press("next");
    await screen(page, "review");
    await press("review-cast");
    await press("cast-not-yet");
    await press("review-cast");
    await press("cast-confirm");

    await screen(page, "done");
    expect(await page.locator(byTest("tracking-code")).textContent()).toContain("K3F7Q");
    await press("booth-done");
    await screen(page, "waiting");
    expectNoComplaint(tab);
  });

  test("the next voter finds nothing of the one before", async () => {
    const tab = await open("booth", "voting");
    const { page } = tab;
    await page.locator(byTest("theme-dark")).click();
    await page.locator(byTest("text-size-large")).click();
    await page.locator(byTest("booth-language-ar")).click();
    await page.locator(byTest("candidate")).first().click();
    for (let step = 0; step < 3; step += 1) await page.locator(byTest("next")).click();
    await page.locator(byTest("review-cast")).click();
    await page.locator(byTest("cast-confirm")).click();
    await page.locator(byTest("booth-done")).click();
    await screen(page, "waiting");
    await screen(page, "language");
    expect(await page.evaluate(() => document.documentElement.dataset)).toMatchObject({
      theme: "light",
      textSize: "medium",
    });
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
    await page.locator(byTest("booth-language-en")).click();
    expect(await page.locator('.candidate[aria-checked="true"]').count()).toBe(0);
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    expectNoComplaint(tab);
  });
});

describe("the desk without a pointer", () => {
  const { open } = browserTests();

  test("a voter is found with the arrows, checked in and given a ballot", async () => {
    const tab = await open("desk", "open");
    const { page } = tab;
    await page.locator(byTest("nav-check-in")).press("Enter");
    await page.keyboard.type("gr");
    await page.locator(byTest("result")).nth(2).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.locator(byTest("voter-card")).waitFor();
    await page.locator(byTest("do-check-in")).press("Enter");
    await page.locator(byTest("issue-ballot")).press("Enter");
    await page.locator(byTest("issued")).waitFor();
    expectNoComplaint(tab);
  });

  test("a scanner that types and sends Enter opens the card", async () => {
    const tab = await open("desk", "open");
    const { page } = tab;
    await page.locator(byTest("nav-check-in")).click();
    await page.keyboard.type("RV-100234\n");
    await page.locator(`${byTest("voter-card")}[data-standing="may_check_in"]`).waitFor();
    expectNoComplaint(tab);
  });

  test("what was begun is still there after the lock, and hidden meanwhile", async () => {
    const tab = await open("desk", "open");
    const { page } = tab;
    await page.locator(byTest("nav-register")).click();
    await page.locator(byTest("field-name")).fill("Noor Haddad");
    await page.locator(byTest("lock")).click();
    await page.locator(byTest("lock-screen")).waitFor();
    expect(await page.locator(byTest("field-name")).isVisible()).toBe(false);
    await page.locator(byTest("pin")).fill("246810");
    await page.locator(byTest("unlock-submit")).click();
    expect(await page.locator(byTest("field-name")).inputValue()).toBe("Noor Haddad");
    expectNoComplaint(tab);
  });
});
