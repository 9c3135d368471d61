import { describe, expect, test } from "vitest";
import type { BoothContest, Variation } from "../backend/bindings";
import { ballot } from "../backend/demo/booth";
import { clear, left, type Marks, toCast, toggle, undoLast } from "./selection";

function contest(variation: Variation, ids: string[]): BoothContest {
  const candidates = ids.map((id) => ({
    id,
    name: id,
    party: "",
    partyAbbreviation: "",
    translations: {},
    picture: null,
    biography: "",
    platform: "",
  }));
  return { id: "c", title: "C", translations: {}, variation, candidates };
}

const mark = (of: BoothContest, ...ids: string[]) =>
  ids.reduce<Marks>((marks, id) => toggle(marks, of, id), {});

describe("marks", () => {
  const one = contest({ kind: "plurality", votesAllowed: 1 }, ["a", "b"]);
  const two = contest({ kind: "plurality", votesAllowed: 2 }, ["a", "b", "c"]);
  const ranked = contest({ kind: "ranked", ranksAllowed: 3 }, ["a", "b", "c", "d"]);

  test("where one vote is allowed another choice takes its place", () => {
    expect(mark(one, "a", "b")).toEqual({ c: ["b"] });
  });

  test("a mark is taken back by choosing it again", () => {
    expect(mark(one, "a", "a")).toEqual({ c: [] });
  });

  test("no overvote can be made", () => {
    expect(mark(two, "a", "b", "c")).toEqual({ c: ["a", "b"] });
    expect(left(mark(two, "a", "b", "c"), two)).toBe(0);
  });

  test("ranks follow the taps, and the later move up when one is taken back", () => {
    expect(mark(ranked, "d", "a", "c")).toEqual({ c: ["d", "a", "c"] });
    expect(mark(ranked, "d", "a", "c", "a")).toEqual({ c: ["d", "c"] });
  });

  test("the last rank can be undone, and all cleared", () => {
    expect(undoLast(mark(ranked, "d", "a"), ranked)).toEqual({ c: ["d"] });
    expect(clear(mark(ranked, "d", "a"), ranked)).toEqual({ c: [] });
  });

  test("no more can be marked than there are candidates", () => {
    const few = contest({ kind: "plurality", votesAllowed: 9 }, ["a", "b"]);
    expect(left(mark(few, "a"), few)).toBe(1);
  });

  test("every contest is cast in the order of the ballot, the empty ones too", () => {
    const sheet = ballot(7);
    expect(toCast(sheet, { council: ["lee"] })).toEqual([
      { contest: "mayor", candidates: [] },
      { contest: "council", candidates: ["lee"] },
      { contest: "park", candidates: [] },
    ]);
  });
});
