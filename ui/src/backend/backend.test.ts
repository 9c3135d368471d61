import { mockIPC } from "@tauri-apps/api/mocks";
import { emit } from "@tauri-apps/api/event";
import { describe, expect, test, vi } from "vitest";
import type { CommandError } from "./bindings";
import { CommandFailure, desk, errorOf, follow, on } from ".";

describe("commands", () => {
  test("a request goes as { request }, and nothing goes where there is none", async () => {
    const calls: [string, unknown][] = [];
    mockIPC((name, args) => {
      calls.push([name, args]);
      return [];
    });
    await desk("search", { query: "ada", monthFirst: false, limit: 5 });
    await desk("officers");
    expect(calls).toEqual([
      ["search", { request: { query: "ada", monthFirst: false, limit: 5 } }],
      ["officers", {}],
    ]);
  });

  test("a picture goes as raw bytes", async () => {
    let sent: unknown;
    mockIPC((_, args) => {
      sent = args;
      return { reference: "sha256:1" };
    });
    await desk("store_picture", new Uint8Array([1, 2, 3]));
    expect(sent).toEqual(new Uint8Array([1, 2, 3]));
  });

  test("a refusal keeps its code and parameters", async () => {
    const refused: CommandError = {
      code: "wrong_pin",
      remedy: "refused",
      params: { left: 2 },
      faults: [],
      detail: "",
    };
    mockIPC(() => {
      // As the shell rejects: with the error itself.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw refused;
    });
    const failure: unknown = await desk("unlock", { pin: "1" }).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(CommandFailure);
    expect(errorOf(failure)).toEqual(refused);
  });

  test("what the shell did not word is a bug, with its words for support", () => {
    expect(errorOf("command home not found")).toMatchObject({
      code: "internal",
      remedy: "bug",
      detail: "command home not found",
    });
  });
});

describe("events", () => {
  test("are heard until one stops listening", async () => {
    mockIPC(() => null, { shouldMockEvents: true });
    const hear = vi.fn<() => void>();
    const stop = on("app-changed", hear);
    await vi.waitFor(async () => {
      await emit("app-changed");
      expect(hear).toHaveBeenCalled();
    });
    const heard = hear.mock.calls.length;
    stop();
    await emit("app-changed");
    expect(hear).toHaveBeenCalledTimes(heard);
  });

  test("what changes while an answer is on its way is asked for again, and shown last", async () => {
    mockIPC(() => null, { shouldMockEvents: true });
    const asked: ((answer: number) => void)[] = [];
    const shown: number[] = [];
    const ask = () => new Promise<number>((resolve) => asked.push(resolve));
    const stop = follow("home-changed", ask, (answer) => shown.push(answer));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await emit("home-changed");
    await emit("home-changed");
    expect(asked).toHaveLength(1);
    asked[0]?.(1);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.(2);
    await vi.waitFor(() => expect(shown).toEqual([1, 2]));
    stop();
    await emit("home-changed");
    expect(asked).toHaveLength(2);
  });
});
