import type { HomeStatus } from "../backend/bindings";
import { useFormat, useText } from "../i18n";
import { minutesBetween } from "./check_in/Waiting";
import { useDesk } from "./DeskContext";
import { useConnectionText } from "./queue/useConnectionText";

/** The polls, the booth, the network and who waits: on every screen of the desk. */
export function StatusStrip({ home }: { home: HomeStatus }) {
  const text = useText();
  const format = useFormat();
  const { app } = useDesk();
  const connection = useConnectionText(home.queue.connection, home.now);
  const isOffline = home.queue.connection.state === "offline";
  const sign = (label: string, value: string, tone: "plain" | "warn", testId: string, state: string) => (
    <li className={tone} data-testid={testId} data-state={state}>
      <span className="label">{label}</span> {value}
    </li>
  );
  return (
    <ul className="status-strip plain no-print" aria-label={text("status-strip")} data-testid="status-strip">
      {sign(
        text("nav-polls"),
        text(`polls-${home.polls}`),
        home.polls === "paused" ? "warn" : "plain",
        "strip-polls",
        home.polls,
      )}
      {sign(
        text("booth"),
        text(home.booth.inactiveMinutes > 0 ? "booth-inactive" : `booth-phase-${home.booth.phase}`),
        home.booth.inactiveMinutes > 0 || app.helpWanted ? "warn" : "plain",
        "strip-booth",
        home.booth.phase,
      )}
      {sign(
        text("connection"),
        connection,
        isOffline ? "warn" : "plain",
        "strip-connection",
        home.queue.connection.state,
      )}
      {home.queue.waiting > 0 &&
        sign(
          text("count-waiting"),
          format.number(home.queue.waiting),
          isOffline ? "warn" : "plain",
          "strip-queue",
          "",
        )}
      {home.withoutBallot > 0 &&
        home.longestWaitSince !== null &&
        sign(
          text("waiting-title", { count: home.withoutBallot }),
          text("waiting-longest", { minutes: minutesBetween(home.longestWaitSince, home.now) }),
          "plain",
          "strip-waiting",
          "",
        )}
    </ul>
  );
}
