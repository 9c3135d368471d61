import { describe, expect, test } from "vitest";
import { homeOf } from "../../backend/demo/state";
import { concernsOf } from "./concerns";

describe("what an officer should look at", () => {
  test("nothing when all is well", () => {
    expect(concernsOf(homeOf("open"))).toEqual([]);
  });

  test("the worst stands first", () => {
    expect(concernsOf(homeOf("error")).map(({ code }) => code)).toEqual([
      "quarantined",
      "trouble-diverged",
      "reconcile",
      "order",
      "disk",
      "battery",
      "clock-slow",
      "offline",
      "roll",
    ]);
  });

  test("working without a network is not a concern", () => {
    const home = homeOf("open");
    home.queue.connection = { state: "no_network" };
    expect(concernsOf(home)).toEqual([]);
  });

  test("a ballot that waits for the booth is", () => {
    const home = homeOf("open");
    home.booth.waitingSessions = 2;
    expect(concernsOf(home)).toEqual([
      { code: "sessions", tone: "warning", args: { count: 2 }, screen: "check-in" },
    ]);
  });
});
