import { type Entry, parse, Visitor, type VariableReference } from "@fluent/syntax";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../src/i18n/languages";

const SOURCE = join(import.meta.dirname, "../src");
const others = LANGUAGES.map(({ code }) => code).filter((code) => code !== "en");

/** Keys of a language with the variables that each uses; what does not parse fails the test. */
function catalogue(language: string): Map<string, Set<string>> {
  const folder = join(SOURCE, "i18n", language);
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(folder)) {
    const { body } = parse(readFileSync(join(folder, file), "utf8"), {});
    for (const entry of body) {
      if (entry.type === "Junk") throw new Error(`${language}/${file}: ${JSON.stringify(entry)}`);
      if (entry.type !== "Message") continue;
      const key = (entry as Entry & { id: { name: string } }).id.name;
      if (found.has(key)) throw new Error(`${language}/${file}: ${key} stands twice`);
      found.set(key, variablesOf(entry));
    }
  }
  return found;
}

function variablesOf(entry: Entry): Set<string> {
  const names = new Set<string>();
  class Collect extends Visitor {
    visitVariableReference(node: VariableReference): void {
      names.add(node.id.name);
    }
  }
  new Collect().visit(entry);
  return names;
}

/** The program's own text, without tests, demo and generated types. */
function sources(folder = SOURCE): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "demo" ? [] : sources(path);
    const isCode = /\.tsx?$/u.test(entry.name) && !/\.test\.|bindings\.ts$/u.test(entry.name);
    return isCode ? [readFileSync(path, "utf8")] : [];
  });
}

const english = catalogue("en");
const code = sources().join("\n");
const quoted = new Set([...code.matchAll(/"([a-z][\w-]*)"/gu)].map((match) => match[1] ?? ""));
/** `error-${…}` and `concern-${…}-do`: what stands before and after the computed part. */
const computed = [...code.matchAll(/`([a-z]+-(?:[a-z_-]+-)?)\$\{[^}]+\}([\w-]*)`/gu)].map(
  (match) => [match[1] ?? "", match[2] ?? ""] as const,
);

describe("catalogues", () => {
  test.each(others)("%s has the keys of English, and no others", (language) => {
    expect([...catalogue(language).keys()].sort()).toEqual([...english.keys()].sort());
  });

  test.each(others)("%s uses the variables of English", (language) => {
    const theirs = catalogue(language);
    const wrong = [...english].filter(([key, names]) =>
      [...(theirs.get(key) ?? [])].some((name) => !names.has(name)),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  test.each(others)("%s leaves no variable out", (language) => {
    const theirs = catalogue(language);
    const wrong = [...english].filter(([key, names]) =>
      [...names].some((name) => !theirs.get(key)?.has(name)),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  test("every key is used", () => {
    const isComputed = (key: string) =>
      computed.some(
        ([start, end]) =>
          key.startsWith(start) && key.endsWith(end) && key.length > start.length + end.length,
      );
    expect([...english.keys()].filter((key) => !quoted.has(key) && !isComputed(key))).toEqual([]);
  });

  test("every text that a screen asks for is there", () => {
    const asked = [
      ...code.matchAll(/\btext\(\s*"([^"]+)"/gu),
      ...code.matchAll(/\btext\([^"`()]*\?\s*"([^"]+)"/gu),
      ...code.matchAll(/\btext\([^"`()]*\?\s*"[^"]+"\s*:\s*"([^"]+)"/gu),
    ].map((match) => match[1] ?? "");
    expect(asked.length).toBeGreaterThan(200);
    expect(asked.filter((key) => !english.has(key))).toEqual([]);
  });

  test("computed keys have at least one text", () => {
    const asked = [...code.matchAll(/\btext\(\s*(?:[^"`()]*\?\s*)?`([a-z][\w-]*-)\$\{[^}]+\}([\w-]*)`/gu)];
    expect(asked.length).toBeGreaterThan(20);
    const has = (start: string, end: string) =>
      [...english.keys()].some((key) => key.startsWith(start) && key.endsWith(end));
    expect(asked.filter(([, start = "", end = ""]) => !has(start, end)).map(([whole]) => whole)).toEqual([]);
  });
});
