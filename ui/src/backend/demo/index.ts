import { speakTo } from "..";
import { demoBooth } from "./booth";
import type { EventName } from "../bindings";
import { demoDesk } from "./desk";

/** Only the demo has this sentence: the test of the production bundle looks for it. */
export const MARK = "pollstream demo: an election in memory";

type Hear = () => void;

/** Puts an election in memory in the place of the shell. `scenario` says how far it has come. */
export function start(isBooth: boolean, scenario: string): void {
  console.info(MARK);
  const ears = new Map<EventName, Set<Hear>>();
  const emit = (event: EventName) => ears.get(event)?.forEach((hear) => hear());
  const handlers = (isBooth ? demoBooth(scenario, emit) : demoDesk(scenario, emit)) as unknown as Record<
    string,
    (request: unknown) => unknown
  >;
  speakTo({
    call: async (name, request) => {
      const handle = handlers[name];
      if (!handle) throw new Error(`the demo has no ${name}`);
      // As through the shell: never in the same turn.
      await new Promise((resolve) => setTimeout(resolve, 15));
      return handle(request);
    },
    listen: (event, hear) => {
      const heard = ears.get(event) ?? new Set<Hear>();
      ears.set(event, heard.add(hear));
      return Promise.resolve(() => void heard.delete(hear));
    },
  });
}
