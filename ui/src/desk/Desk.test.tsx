import { mockIPC } from "@tauri-apps/api/mocks";
import { emit } from "@tauri-apps/api/event";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { demoDesk } from "../backend/demo/desk";
import { Desk } from "./Desk";

/** The demo behind the real way to the shell; `answers` replaces single commands. */
function shell(scenario: string, answers: Record<string, (request: unknown) => unknown> = {}) {
  const calls: [string, unknown][] = [];
  const demo = demoDesk(scenario, (event) => void emit(event)) as unknown as Record<
    string,
    (request: unknown) => unknown
  >;
  mockIPC(
    (name, args) => {
      const { request } = (args ?? {}) as { request?: unknown };
      calls.push([name, request]);
      const answer = answers[name] ?? demo[name];
      try {
        return answer?.(request);
      } catch (thrown) {
        throw (thrown as { error?: Error }).error ?? (thrown as Error);
      }
    },
    { shouldMockEvents: true },
  );
  return calls;
}

const requests = (calls: [string, unknown][], name: string) =>
  calls.filter(([called]) => called === name).map(([, request]) => request);

describe("desk", () => {
  test("a training says so on every screen, with its PINs and the way back", async () => {
    const calls = shell("training");
    const user = userEvent.setup();
    render(<Desk />);
    const banner = await screen.findByTestId("training-banner");
    expect(banner.textContent).toMatch(/TRAINING.*112350/u);
    expect((await screen.findByTestId("strip-connection")).textContent).toMatch(/nothing is sent/u);
    for (const place of ["check-in", "polls", "log"]) {
      await user.click(await screen.findByTestId(`nav-${place}`));
      expect(screen.getByTestId("training-banner")).toBe(banner);
    }
    await user.click(within(banner).getByTestId("training-end"));
    expect(requests(calls, "end_training")).toHaveLength(1);
  });

  test("a training begins at the first screen, and never while polls run", async () => {
    const calls = shell("first-run");
    const user = userEvent.setup();
    const first = render(<Desk />);
    await user.click(await screen.findByTestId("practise"));
    expect(requests(calls, "practise")).toHaveLength(1);
    expect(screen.queryByTestId("training-banner")).toBeNull();
    first.unmount();
    shell("open");
    render(<Desk />);
    await screen.findByTestId("home");
    expect(screen.queryByTestId("practise")).toBeNull();
  });

  test("a wrong PIN is said and taken from the field", async () => {
    shell("sign-in");
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("officer-amina"));
    await user.type(screen.getByTestId("pin"), "111111");
    await user.click(screen.getByTestId("sign-in-submit"));
    expect((await screen.findByTestId("error")).dataset.code).toBe("wrong_pin");
    expect(screen.getByTestId<HTMLInputElement>("pin").value).toBe("");
  });

  test("the PIN pad types into the field", async () => {
    const calls = shell("sign-in");
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("officer-amina"));
    for (const digit of "246810") await user.click(screen.getByRole("button", { name: digit }));
    await user.click(screen.getByTestId("sign-in-submit"));
    expect(await screen.findByTestId("home")).toBeTruthy();
    expect(requests(calls, "sign_in")).toEqual([{ officerId: "amina", pin: "246810" }]);
  });

  test("an officer who is locked out cannot be chosen", async () => {
    shell("sign-in-refused");
    render(<Desk />);
    expect((await screen.findByTestId<HTMLButtonElement>("officer-jose")).disabled).toBe(true);
  });

  test("an answer to an older search never replaces a newer one", async () => {
    const late: (() => void)[] = [];
    const row = (voterId: string) => ({
      voterId,
      name: voterId,
      registrationNumber: "1",
      dateOfBirth: "1980-01-01",
      address: "",
      standing: { state: "may_check_in" },
    });
    const calls = shell("open", {
      search: (request) => {
        const { query } = request as { query: string };
        return new Promise((resolve) => {
          const answer = () => resolve({ voters: [row(query)], total: 1 });
          if (query === "ada") late.push(answer);
          else answer();
        });
      },
    });
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("nav-check-in"));
    await user.type(screen.getByTestId("search"), "ada");
    await vi.waitFor(() => expect(late).toHaveLength(1));
    await user.type(screen.getByTestId("search"), "m");
    await vi.waitFor(() => expect(screen.getByTestId("result").dataset.voterId).toBe("adam"));
    late.forEach((answer) => answer());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(screen.getByTestId("result").dataset.voterId).toBe("adam");
    // Keys in quick succession ask once.
    expect(requests(calls, "search").length).toBeLessThanOrEqual(3);
  });

  test("a field shows its fault when it was left, not before", async () => {
    shell("open");
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("nav-register"));
    await user.type(screen.getByTestId("field-name"), "N");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(screen.queryByTestId("fault-registration_number")).toBeNull();
    await user.click(screen.getByTestId("field-registration_number"));
    await user.tab();
    expect((await screen.findByTestId("fault-registration_number")).textContent).toContain("Fill in");
  });

  test("home asks anew when the shell says that it changed", async () => {
    const { homeOf } = await import("../backend/demo/state");
    const home = homeOf("open");
    shell("open", { home: () => structuredClone(home) });
    render(<Desk />);
    expect((await screen.findByTestId("count-ballots")).textContent).toBe("514");
    home.counts.ballotsCast = 515;
    await emit("home-changed");
    await vi.waitFor(() => expect(screen.getByTestId("count-ballots").textContent).toBe("515"));
  });

  test("a locked desk shows no dialog, and says that the booth asks for an officer", async () => {
    const { appOf } = await import("../backend/demo/state");
    const app = appOf("open");
    shell("open", { app_state: () => structuredClone(app) });
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("nav-polls"));
    await user.click(await screen.findByTestId("pause-polls"));
    await user.type(screen.getByRole("dialog").querySelector("textarea") as HTMLElement, "of a voter");
    app.locked = true;
    app.helpWanted = true;
    await emit("app-changed");
    expect(await screen.findByTestId("lock-screen")).toBeTruthy();
    await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByTestId("help-wanted")).toBeTruthy();
    // The officer who comes back goes on where the desk was left.
    app.locked = false;
    await emit("app-changed");
    expect((await screen.findByRole("dialog")).querySelector("textarea")?.value).toBe("of a voter");
  });

  test("a key in a file asks for its passphrase after a restart, and a starting kiosk is not a new one", async () => {
    const { appOf } = await import("../backend/demo/state");
    const app: ReturnType<typeof appOf> = { ...appOf("key-locked"), phase: "starting", officer: null };
    shell("key-locked", { app_state: () => structuredClone(app) });
    render(<Desk />);
    expect(await screen.findByTestId("starting")).toBeTruthy();
    expect(screen.queryByTestId("first-run")).toBeNull();
    app.phase = "key_locked";
    app.keyPlace = "file";
    await emit("app-changed");
    expect(await screen.findByTestId("unlock-passphrase")).toBeTruthy();
  });

  test("the polls open with both officers and every point checked", async () => {
    const calls = shell("empty");
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("nav-polls"));
    const open = await screen.findByTestId<HTMLButtonElement>("open-polls");
    for (const code of ["seals_checked", "booth_private", "booth_screen", "help_posted"]) {
      expect(open.disabled).toBe(true);
      await user.click(screen.getByTestId(`check-${code}`));
    }
    await user.selectOptions(screen.getByTestId("second-officer"), "jose");
    await user.type(screen.getByTestId("second-pin"), "246810");
    expect(open.disabled).toBe(false);
    await user.click(open);
    const report = await screen.findByTestId("zero-report");
    for (const name of ["Deborah Okafor", "Luis Martínez", "Priya Raman", "Yes", "No"])
      expect(within(report).getByRole("row", { name: `${name} 0` })).toBeTruthy();
    expect(requests(calls, "open_polls")).toEqual([
      {
        second: { officerId: "jose", pin: "246810" },
        confirmed: ["seals_checked", "booth_private", "booth_screen", "help_posted"],
        outsideReason: null,
      },
    ]);
  });

  test("outside the legal hours opening asks for the reason, and the grey button says what is missing", async () => {
    const { checklistOf } = await import("../backend/demo/state");
    const checklist = checklistOf("empty");
    const calls = shell("empty", {
      opening: () => ({
        checklist,
        zero: { checkIns: 0, ballots: 0, provisional: 0, spoiled: 0 },
        opensAt: "2026-11-03T13:00:00Z",
        closesAt: "2026-11-04T02:00:00Z",
        outsideHours: true,
      }),
    });
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("nav-polls"));
    for (const code of ["seals_checked", "booth_private", "booth_screen", "help_posted"])
      await user.click(await screen.findByTestId(`check-${code}`));
    const reasons = () => screen.getByTestId("why-disabled").textContent;
    expect(reasons()).toContain("Give the reason");
    await user.type(screen.getByTestId("outside-reason"), "court order");
    expect(reasons()).not.toContain("Give the reason");
    await user.selectOptions(screen.getByTestId("second-officer"), "jose");
    await user.type(screen.getByTestId("second-pin"), "246810");
    expect(screen.queryByTestId("why-disabled")).toBeNull();
    await user.click(screen.getByTestId("open-polls"));
    await screen.findByTestId("zero-report");
    expect(requests(calls, "open_polls")[0]).toMatchObject({ outsideReason: "court order" });
  });

  test("an officer whom one other officer added is not offered as the second one until confirmed", async () => {
    const calls = shell("empty");
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("nav-officers"));
    await user.click(await screen.findByTestId("set-pin-jose"));
    await user.type(screen.getByTestId("own-pin"), "246810");
    await user.type(screen.getByTestId("new-pin"), "135797");
    await user.type(screen.getByTestId("new-pin-again"), "135797");
    await user.click(screen.getByTestId("set-pin-confirm"));
    await screen.findByTestId("unconfirmed-jose");
    await user.click(screen.getByTestId("nav-polls"));
    const offered = () =>
      [...screen.getByTestId<HTMLSelectElement>("second-officer").options].map(({ value }) => value);
    await screen.findByTestId("second-officer");
    await vi.waitFor(() => expect(offered()).toEqual(["", "priya"]));

    await user.click(screen.getByTestId("nav-officers"));
    await user.click(await screen.findByTestId("confirm-officer-jose"));
    const by = screen.getByTestId<HTMLSelectElement>("confirm-by-officer");
    expect([...by.options].map(({ value }) => value)).toEqual(["", "priya"]);
    await user.selectOptions(by, "priya");
    await user.type(screen.getByTestId("confirm-by-pin"), "246810");
    await user.click(screen.getByTestId("confirm-officer-submit"));
    await vi.waitFor(() => expect(screen.queryByTestId("unconfirmed-jose")).toBeNull());
    expect(requests(calls, "confirm_officer")).toEqual([
      { officerId: "jose", by: { officerId: "priya", pin: "246810" } },
    ]);
  });

  test("a refusal without a text of its own is worded by its remedy", async () => {
    shell("open", {
      show_booth: () => {
        throw {
          code: "never_heard_of",
          remedy: "retry",
          params: {},
          faults: [],
          detail: "x",
        } as unknown as Error;
      },
    });
    const user = userEvent.setup();
    render(<Desk />);
    await user.click(await screen.findByTestId("show-booth"));
    expect((await screen.findByTestId("error")).textContent).toContain("Please try again");
  });
});
