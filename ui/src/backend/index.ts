import { invoke, isTauri } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { BoothCommands, CommandError, DeskCommands, EventName } from "./bindings";

type Command = { request: unknown; answer: unknown };
/** No argument for commands without a request. */
type Args<C extends Command> = C["request"] extends null ? [] : [request: C["request"]];

/** What a window can ask of the shell and hear from it. The only way out of the front end. */
export interface Backend {
  call(name: string, request: unknown): Promise<unknown>;
  listen(event: EventName, hear: () => void): Promise<() => void>;
}

/** The shell around this window. Pictures go as raw bytes; every other request as `{ request }`. */
const shell: Backend = {
  call: (name, request) =>
    request === undefined
      ? invoke(name)
      : request instanceof Uint8Array
        ? invoke(name, request)
        : invoke(name, { request }),
  listen: (event, hear) => listen(event, hear),
};

let backend: Backend = shell;

/** Puts the demo in the place of the shell. */
export function speakTo(other: Backend): void {
  backend = other;
}

/** A command that was refused. Nothing was changed by it. */
export class CommandFailure extends Error {
  readonly error: CommandError;
  constructor(error: CommandError) {
    super(error.code);
    this.name = "CommandFailure";
    this.error = error;
  }
}

function isCommandError(value: unknown): value is CommandError {
  return typeof value === "object" && value !== null && "code" in value && "remedy" in value;
}

/** The error that the screen words; anything that the shell did not word is `internal`. */
export function errorOf(thrown: unknown): CommandError {
  if (thrown instanceof CommandFailure) return thrown.error;
  if (isCommandError(thrown)) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", remedy: "bug", params: {}, faults: [], detail };
}

async function call(name: string, request: unknown): Promise<unknown> {
  try {
    return await backend.call(name, request);
  } catch (thrown) {
    throw new CommandFailure(errorOf(thrown));
  }
}

/** Sends a command of the desk. Throws {@link CommandFailure} when it is refused. */
export function desk<K extends keyof DeskCommands>(
  name: K,
  ...args: Args<DeskCommands[K]>
): Promise<DeskCommands[K]["answer"]> {
  return call(name, args[0]) as Promise<DeskCommands[K]["answer"]>;
}

/** Sends a command of the booth. Throws {@link CommandFailure} when it is refused. */
export function booth<K extends keyof BoothCommands>(
  name: K,
  ...args: Args<BoothCommands[K]>
): Promise<BoothCommands[K]["answer"]> {
  return call(name, args[0]) as Promise<BoothCommands[K]["answer"]>;
}

/** Hears an event until the returned function is called. */
export function on(event: EventName, hear: () => void): () => void {
  let stop: (() => void) | undefined;
  let stopped = false;
  void backend
    .listen(event, () => {
      if (!stopped) hear();
    })
    .then((unlisten) => {
      if (stopped) unlisten();
      else stop = unlisten;
    });
  return () => {
    stopped = true;
    stop?.();
  };
}

/**
 * Shows what the shell answers now, and again whenever it says that something changed. Asks one at a time, so that
 * an older answer never replaces a newer one. A refused question changes nothing on the screen.
 */
export function follow<T>(event: EventName, ask: () => Promise<T>, show: (answer: T) => void): () => void {
  let isAsking = false;
  let isOld = false;
  let isStopped = false;
  const look = async () => {
    isOld = true;
    if (isAsking) return;
    isAsking = true;
    while (isOld && !isStopped) {
      isOld = false;
      await ask().then(
        (answer) => {
          if (!isStopped) show(answer);
        },
        () => undefined,
      );
    }
    isAsking = false;
  };
  const stop = on(event, () => void look());
  void look();
  return () => {
    isStopped = true;
    stop();
  };
}

/** Whether this page runs in a window of the program rather than in a browser. */
export function isInShell(): boolean {
  return isTauri();
}
