import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Looked for here and printed by the demo: see `MARK`. */
const DEMO_MARK = "an election in memory";
const ROOT = join(import.meta.dirname, "..");

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

describe("what is shipped", () => {
  const folder = mkdtempSync(join(tmpdir(), "pollstream-ui-"));
  beforeAll(async () => {
    await build({
      root: ROOT,
      configFile: join(ROOT, "vite.config.ts"),
      logLevel: "warn",
      build: { outDir: folder, emptyOutDir: true },
    });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const text = () =>
    filesOf(folder)
      .filter((path) => /\.(js|css|html)$/u.test(path))
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");

  test("holds nothing of the demo", () => {
    const demo = readFileSync(join(ROOT, "src/backend/demo/index.ts"), "utf8");
    expect(demo).toContain(DEMO_MARK);
    expect(text()).not.toContain(DEMO_MARK);
    expect(text()).not.toContain("Oak Street");
    expect(text()).not.toContain("demo-language");
  });

  test("asks for nothing from the network", () => {
    const outside = [
      ...text().matchAll(/\b(?:src|href)=["']https?:[^"']+|url\(["']?(?:https?:|data:)[^)]*/gu),
    ].map(([found]) => found);
    expect(outside).toEqual([]);
  });

  test("has no inline script or style in its page", () => {
    const page = readFileSync(join(folder, "index.html"), "utf8");
    expect(page).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\bon\w+=|style=/u);
  });

  test("has the fonts of every script, and is small", () => {
    const names = filesOf(folder);
    for (const script of ["latin", "devanagari", "arabic"])
      expect(names.some((name) => name.includes(script) && name.endsWith(".woff2"))).toBe(true);
    expect(names.reduce((sum, name) => sum + statSync(name).size, 0)).toBeLessThan(1_500_000);
  });
});
