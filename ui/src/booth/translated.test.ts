import { describe, expect, test } from "vitest";
import type { BoothContest } from "../backend/bindings";
import { translatedContest, translatedTitle } from "./translated";

const MEASURE: BoothContest = {
  id: "measure",
  title: "Shall the City buy the mill?",
  translations: { "es-MX": "¿Debe la Ciudad comprar el molino?", "zh-Hant": "應否購買磨坊？" },
  variation: { kind: "plurality", votesAllowed: 1 },
  candidates: [
    {
      id: "yes",
      name: "Yes",
      party: "",
      partyAbbreviation: "",
      picture: null,
      biography: "",
      platform: "",
      translations: {
        es: { name: "Sí", party: "", partyAbbreviation: "", biography: "", platform: "" },
      },
    },
  ],
};

describe("a ballot in the voter's language", () => {
  test("is in it as far as the definition is", () => {
    const es = translatedContest(MEASURE, "es");
    expect([es.title, es.candidates[0]?.name, es.candidates[0]?.id]).toEqual([
      "¿Debe la Ciudad comprar el molino?",
      "Sí",
      "yes",
    ]);
    expect(translatedContest(MEASURE, "ar").title).toBe(MEASURE.title);
    expect(translatedContest(MEASURE, "en").candidates[0]?.name).toBe("Yes");
  });

  test("has its election's title too", () => {
    const view = { electionTitle: "City Election", electionTranslations: { fr: "Élection municipale" } };
    expect([translatedTitle(view, "fr"), translatedTitle(view, "hi")]).toEqual([
      "Élection municipale",
      "City Election",
    ]);
  });
});
