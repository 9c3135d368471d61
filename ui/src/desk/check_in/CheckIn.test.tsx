import { mockIPC } from "@tauri-apps/api/mocks";
import { emit } from "@tauri-apps/api/event";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { VoterCard } from "../../backend/bindings";
import { demoDesk } from "../../backend/demo/desk";
import { cardOf, people } from "../../backend/demo/people";
import { appOf, homeOf, NOW } from "../../backend/demo/state";
import { Desk } from "../Desk";

type Answers = Record<string, (request: unknown) => unknown>;

/** The demo's desk at the check-in; `answers` replaces single commands. */
async function atCheckIn(answers: Answers = {}, scenario = "open") {
  const calls: [string, unknown][] = [];
  const demo = demoDesk(
    scenario,
    (event: string, payload?: unknown) => void emit(event, payload),
  ) as unknown as Answers;
  mockIPC(
    (name, args) => {
      const { request } = (args ?? {}) as { request?: unknown };
      calls.push([name, request]);
      try {
        return (answers[name] ?? demo[name])?.(request);
      } catch (thrown) {
        throw (thrown as { error?: Error }).error ?? (thrown as Error);
      }
    },
    { shouldMockEvents: true },
  );
  const user = userEvent.setup();
  render(<Desk />);
  await user.click(await screen.findByTestId("nav-check-in"));
  return { user, asked: (name: string) => calls.filter(([called]) => called === name).map(([, r]) => r) };
}

function card(changes: Partial<VoterCard>): VoterCard {
  const [person] = people(NOW);
  if (!person) throw new Error("nobody in the demo");
  return { ...cardOf(person, 0), ...changes };
}

const waits = { state: "checked_in", at: NOW, issued: false } as const;

async function open(user: ReturnType<typeof userEvent.setup>) {
  await user.type(screen.getByTestId("search"), "g");
  const [first] = await screen.findAllByTestId("result");
  if (first) await user.click(first);
  return screen.findByTestId("voter-card");
}

describe("check-in", () => {
  test("what changed on the roll since the check-in stops the ballot and is said", async () => {
    const changed = card({
      standing: waits,
      obstacle: "not_accredited",
      mayIssue: false,
      mayUndo: true,
    });
    const { user } = await atCheckIn({ voter: () => changed });
    await open(user);
    expect(screen.getByTestId<HTMLButtonElement>("issue-ballot").disabled).toBe(true);
    expect(screen.getByTestId("why-disabled").textContent).toContain("was taken back");
    expect(screen.getByTestId<HTMLButtonElement>("undo-check-in").disabled).toBe(false);
  });

  test("a busy booth makes the button grey, and the button says so", async () => {
    const busy = card({ standing: waits, obstacle: "booth_busy", mayIssue: false, mayUndo: true });
    const { user } = await atCheckIn({ voter: () => busy });
    await open(user);
    expect(screen.getByTestId<HTMLButtonElement>("issue-ballot").disabled).toBe(true);
    expect(screen.getByTestId("why-disabled").textContent).toContain("booth is in use");
  });

  test("who waits for the booth is named with the time, the longest first", async () => {
    await atCheckIn();
    const list = await screen.findByTestId("waiting");
    expect(list.querySelectorAll("li")).toHaveLength(2);
    expect(screen.getByTestId("longest-wait").textContent).toMatch(/\b11\b.*minutes/u);
    expect(screen.getByTestId("strip-booth").dataset.state).toBe("voting");
    expect(screen.getByTestId("strip-connection").dataset.state).toBe("online");
  });

  test("nothing happens in the booth: every screen says so", async () => {
    await atCheckIn({}, "error");
    expect(await screen.findByTestId("booth-inactive")).toBeTruthy();
  });

  test("a provisional voter declares, and a second ballot takes a reason", async () => {
    const before = card({
      standing: { state: "withdrawn" },
      provisionalReasons: ["not_accredited"],
      provisionalBefore: NOW,
    });
    const { user, asked } = await atCheckIn({ voter: () => before });
    await open(user);
    expect(screen.getByTestId("provisional-before")).toBeTruthy();
    await user.click(screen.getByTestId("provisional"));
    const confirm = () => screen.getByTestId<HTMLButtonElement>("provisional-confirm");
    await user.type(screen.getByTestId("declaration-name"), "Greta Holm");
    expect(confirm().disabled).toBe(true);
    await user.type(screen.getByTestId("provisional-again"), "twins");
    await user.click(confirm());
    await vi.waitFor(() => expect(asked("vote_provisionally")).toHaveLength(1));
    expect(asked("vote_provisionally")[0]).toMatchObject({
      reason: "not_accredited",
      declared: "Greta Holm",
      again: "twins",
    });
    // The number stays until the officer goes on.
    expect((await screen.findByTestId("case-number")).textContent).toMatch(/-/u);
  });

  test("a licence that is scanned fills in the search", async () => {
    const { user, asked } = await atCheckIn({
      read_licence: () => ({
        query: "Greta 1949-01-30",
        name: "Greta Holm",
        dateOfBirth: "1949-01-30",
        address: { street: "", city: "", state: "", country: "", postcode: "" },
        expired: true,
      }),
    });
    const search = screen.getByTestId<HTMLInputElement>("search");
    await user.type(search, "@{Enter}ANSI 1DLDAQ7{Enter}DCSHOLM{Enter}DBB01301949{Enter}");
    await vi.waitFor(() => expect(search.value).toBe("Greta 1949-01-30"));
    expect(asked("read_licence")).toEqual([{ text: "@\nANSI 1DLDAQ7\nDCSHOLM\nDBB01301949\n" }]);
    expect(asked("search").every((request) => !JSON.stringify(request).includes("ANSI"))).toBe(true);
    expect(await screen.findByText(/has expired/u)).toBeTruthy();
    expect(await screen.findByTestId("result")).toBeTruthy();
  });

  test("the notice of a regular voter ends with the visit to the booth", async () => {
    const home = homeOf("open");
    const ready = card({ standing: waits, mayIssue: true, mayUndo: true });
    const { user } = await atCheckIn({
      app_state: () => ({ ...appOf("open"), screens: "one" }),
      voter: () => ready,
      issue_ballot: () => ({ caseNumber: null }),
      home: () => structuredClone(home),
    });
    await open(user);
    await user.click(screen.getByTestId("issue-ballot"));
    expect(await screen.findByTestId("issued")).toBeTruthy();
    expect(screen.getByTestId("hand-over")).toBeTruthy();
    home.booth.phase = "free";
    await emit("home-changed", home);
    await vi.waitFor(() => expect(screen.queryByTestId("issued")).toBeNull());
  });
});
