import { mockIPC } from "@tauri-apps/api/mocks";
import { emit } from "@tauri-apps/api/event";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import type { Booth as BoothView, BoothState } from "../backend/bindings";
import { ballot } from "../backend/demo/booth";
import { Booth } from "./Booth";

function view(state: BoothState): BoothView {
  return {
    state,
    electionTitle: "Riverton",
    electionTranslations: {},
    stationName: "Oak Street",
    oneScreen: false,
    training: false,
    prints: false,
  };
}

/** A shell that answers with `state` and notes what is called; `refuse` is thrown at a cast. */
function shell(state: BoothState, refuse?: unknown) {
  const calls: [string, unknown][] = [];
  let now = state;
  mockIPC(
    (name, args) => {
      calls.push([name, args]);
      if (name === "booth") return view(now);
      if (name === "cast" && refuse !== undefined) throw refuse as Error;
      return null;
    },
    { shouldMockEvents: true },
  );
  return {
    calls,
    set: (next: BoothState) => {
      now = next;
    },
  };
}

const voting = (visit: number): BoothState => ({ phase: "voting", ballot: ballot(visit), helpWanted: false });

async function toReview(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  await user.click(await screen.findByTestId("booth-language-en"));
  await user.click(screen.getAllByTestId("candidate")[1] as HTMLElement);
  for (let step = 0; step < 3; step += 1) await user.click(screen.getByTestId("next"));
}

describe("booth", () => {
  test("a training says so, and nothing else does", async () => {
    mockIPC((name) => (name === "booth" ? { ...view(voting(3)), training: true } : null), {
      shouldMockEvents: true,
    });
    render(<Booth />);
    expect((await screen.findByTestId("training-banner")).textContent).toMatch(/TRAINING/u);
  });

  test("casts what was marked, every contest, under its visit", async () => {
    const { calls } = shell(voting(3));
    const user = userEvent.setup();
    render(<Booth />);
    await toReview(user);
    expect(screen.queryByTestId("training-banner")).toBeNull();
    expect(screen.getAllByTestId("undervote")).toHaveLength(2);
    await user.click(screen.getByTestId("review-cast"));
    await user.click(await screen.findByTestId("cast-confirm"));
    expect(calls.find(([name]) => name === "cast")?.[1]).toEqual({
      request: {
        visit: 3,
        contests: [
          { contest: "mayor", candidates: ["omar"] },
          { contest: "council", candidates: [] },
          { contest: "park", candidates: [] },
        ],
      },
    });
  });

  test("a blank ballot is counted as blank in every question", async () => {
    shell(voting(3));
    const user = userEvent.setup();
    render(<Booth />);
    await user.click(await screen.findByTestId("booth-language-en"));
    for (let step = 0; step < 3; step += 1) await user.click(screen.getByTestId("next"));
    expect(screen.getAllByTestId("undervote")).toHaveLength(3);
    await user.click(screen.getByTestId("review-cast"));
    expect((await screen.findByRole("alertdialog")).textContent).toMatch(/In .3. questions/u);
  });

  test("keys show where the focus is, the pointer does not need it", async () => {
    shell(voting(3));
    const user = userEvent.setup();
    render(<Booth />);
    await screen.findByTestId("booth-language-en");
    await user.keyboard("{ArrowDown}");
    expect(document.documentElement.dataset.keys).toBe("");
    await user.click(screen.getByTestId("booth-language-en"));
    expect(document.documentElement.dataset.keys).toBeUndefined();
  });

  test("a ballot that was taken back is not shown any longer", async () => {
    const refused = { code: "stale_visit", remedy: "refused", params: {}, faults: [], detail: "" };
    const { set } = shell(voting(3), refused);
    const user = userEvent.setup();
    render(<Booth />);
    await toReview(user);
    set({ phase: "waiting", polls: "open" });
    await user.click(screen.getByTestId("review-cast"));
    await user.click(await screen.findByTestId("cast-confirm"));
    expect(await screen.findByText(/Welcome/u)).toBeTruthy();
  });

  test("a new visit begins at the language, with nothing marked", async () => {
    const { set } = shell(voting(3));
    const user = userEvent.setup();
    render(<Booth />);
    await toReview(user);
    set(voting(4));
    await emit("booth-changed");
    await user.click(await screen.findByTestId("booth-language-en"));
    expect(screen.queryAllByRole("checkbox", { checked: true })).toEqual([]);
  });

  test("after a restart it says whether the ballot was cast", async () => {
    shell({ phase: "done", restarted: true, cast: null, provisional: false });
    render(<Booth />);
    const notice = await screen.findByTestId("booth-restarted");
    expect(notice.dataset.cast).toBe("true");
    expect(screen.queryByTestId("tracking-code")).toBeNull();
  });

  test("the waiting screen says in every language that the polls are closed", async () => {
    shell({ phase: "waiting", polls: "closed" });
    render(<Booth />);
    for (const words of [
      /polls are closed/u,
      /votación ha terminado/u,
      /scrutin est clos/u,
      /समाप्त/u,
      /انتهى التصويت/u,
    ]) {
      expect(await screen.findByText(words)).toBeTruthy();
    }
  });
});
