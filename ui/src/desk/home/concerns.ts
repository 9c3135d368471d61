import type { HomeStatus } from "../../backend/bindings";
import type { Screen } from "../DeskContext";

export interface Concern {
  /** Key of the catalogues after `concern-`. */
  code: string;
  tone: "error" | "warning";
  args: Record<string, number>;
  /** Where the officer can do something about it. */
  screen: Screen | null;
}

/** An hour or so: time to find a plug. */
const LOW_BATTERY_PERCENT = 20;
const LOW_DISK_BYTES = 500_000_000;

/** What an officer should look at, the worst first; empty when all is well. */
export function concernsOf(home: HomeStatus): Concern[] {
  const { queue, clock, booth } = home;
  const found: (Concern | false)[] = [
    queue.standing !== "active" && concern(queue.standing, "error", "queue"),
    queue.trouble !== null && concern(`trouble-${queue.trouble.code}`, "error", "queue"),
    !home.reconciles && concern(home.polls === "closed" ? "reconcile-closed" : "reconcile", "error", "polls"),
    home.orderKept && concern("order", "error", null),
    home.freeBytes !== null && home.freeBytes < LOW_DISK_BYTES && concern("disk", "error", null),
    isBatteryLow(home) && concern("battery", "error", null, { percent: home.battery?.percent ?? 0 }),
    clock.state !== "good" && concern(`clock-${clock.state}`, "warning", null),
    queue.connection.state === "offline" &&
      concern("offline", "warning", "queue", { waiting: queue.waiting }),
    home.roll.stale && concern("roll", "warning", "queue"),
    booth.waitingSessions > 0 && concern("sessions", "warning", "check-in", { count: booth.waitingSessions }),
  ];
  return found.filter((entry) => entry !== false);
}

function isBatteryLow({ battery }: HomeStatus): boolean {
  return battery !== null && battery.discharging && battery.percent < LOW_BATTERY_PERCENT;
}

function concern(
  code: string,
  tone: Concern["tone"],
  screen: Screen | null,
  args: Record<string, number> = {},
): Concern {
  return { code, tone, args, screen };
}
