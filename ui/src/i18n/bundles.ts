import { FluentBundle, FluentResource } from "@fluent/bundle";
import { LANGUAGES, type Language } from "./languages";

const files = import.meta.glob<string>("./*/*.ftl", { eager: true, query: "?raw", import: "default" });

function bundleOf(language: Language): FluentBundle {
  const bundle = new FluentBundle(language);
  for (const [path, text] of Object.entries(files)) {
    if (path.startsWith(`./${language}/`)) bundle.addResource(new FluentResource(text));
  }
  return bundle;
}

const bundles = new Map(LANGUAGES.map(({ code }) => [code, bundleOf(code)]));

export function bundleFor(language: Language): FluentBundle {
  const bundle = bundles.get(language);
  if (!bundle) throw new Error(`no catalogue for ${language}`);
  return bundle;
}

/** A sentence without arguments in its own language, whatever the page is in. */
export function textIn(language: Language, id: string): string {
  const bundle = bundleFor(language);
  const pattern = bundle.getMessage(id)?.value;
  return pattern ? bundle.formatPattern(pattern) : id;
}
