import type { HomeStatus } from "../../backend/bindings";
import { SummaryList } from "../../components/data";
import { Panel } from "../../components/Page";
import { useFormat, useText } from "../../i18n";
import { useConnectionText } from "../queue/useConnectionText";

/** Network, roll, clock and booth, each in a sentence. */
export function Conditions({ home }: { home: HomeStatus }) {
  const text = useText();
  const format = useFormat();
  const { queue, roll, clock, booth, counts } = home;
  const connection = useConnectionText(queue.connection, home.now);
  const count = (value: number) => <span className="numeric">{format.number(value)}</span>;
  return (
    <div className="columns">
      <Panel title={text("home-conditions")}>
        <SummaryList
          rows={[
            {
              label: text("connection"),
              value: (
                <span data-testid="connection" data-state={queue.connection.state}>
                  {connection}
                </span>
              ),
            },
            {
              label: text("queue-last-receipt"),
              value: queue.lastReceipt === null ? text("never") : format.time(queue.lastReceipt, home.now),
            },
            {
              label: text("roll-as-of"),
              value: roll.asOf === null ? text("roll-from-package") : format.time(roll.asOf, home.now),
            },
            {
              label: text("clock"),
              value: text(`clock-${clock.state}`, { seconds: Math.abs(clock.offsetSeconds ?? 0) }),
            },
            { label: text("booth"), value: text(`booth-phase-${booth.phase}`) },
            ...(home.freeBytes === null
              ? []
              : [{ label: text("disk-free"), value: format.bytes(home.freeBytes) }]),
          ]}
        />
      </Panel>
      <Panel title={text("home-more-counts")}>
        <SummaryList
          rows={[
            { label: text("count-registrations"), value: count(counts.registrations) },
            { label: text("count-undone"), value: count(counts.undone) },
            { label: text("count-spoiled"), value: count(counts.spoiled) },
            { label: text("count-fled"), value: count(counts.fled) },
            { label: text("count-open-sessions"), value: count(counts.openSessions) },
            { label: text("count-incidents"), value: count(home.incidents) },
          ]}
        />
      </Panel>
    </div>
  );
}
