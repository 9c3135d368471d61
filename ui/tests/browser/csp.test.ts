import { expect, test } from "vitest";
import shell from "../../../src-tauri/tauri.conf.json" with { type: "json" };
import { browserTests } from "./browser";

const { open } = browserTests();

test("the shell's content security policy allows nothing inline", () => {
  expect(Object.values(shell.app.security.csp).filter((sources) => sources.includes("unsafe"))).toEqual([]);
});

/** Were the policy not in force, no other test of this folder would find what it refuses. */
test("what the policy refuses is a complaint", async () => {
  const tab = await open("booth", "waiting");
  await tab.page.evaluate(() => {
    document.body.append(Object.assign(document.createElement("style"), { textContent: "p { color: red }" }));
    document.body.setAttribute("style", "color: red");
  });
  await expect.poll(() => tab.complaints.filter((line) => line.includes("style-src"))).toHaveLength(2);
});
