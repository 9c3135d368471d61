import { useState } from "react";
import type { Drive, Exported, ExportRange } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { SummaryList, Tile } from "../../components/data";
import { Page, Panel, Spinner } from "../../components/Page";
import { useFormat, useText } from "../../i18n";
import { DriveDialog } from "../DriveDialog";
import { useDesk } from "../DeskContext";
import { ImportPanel } from "./ImportPanel";
import { useConnectionText } from "./useConnectionText";

/** What waits, what central has confirmed, and the way over a stick. */
export function Queue() {
  const text = useText();
  const { home } = useDesk();
  return home ? <QueueOf home={home} /> : <Spinner label={text("loading")} />;
}

function QueueOf({ home }: { home: NonNullable<ReturnType<typeof useDesk>["home"]> }) {
  const text = useText();
  const format = useFormat();
  const retry = useCommand();
  const [range, setRange] = useState<ExportRange | null>(null);
  const [exported, setExported] = useState<Exported | null>(null);
  const { queue } = home;
  const connection = useConnectionText(queue.connection, home.now);
  const write = async (drive: Drive) => {
    if (range !== null) setExported(await desk("export_segments", { driveId: drive.id, range }));
  };
  const isOnline = queue.connection.state === "online";
  return (
    <Page
      testId="queue"
      title={text("queue-title")}
      lead={text("queue-lead")}
      actions={
        <Button
          variant="primary"
          onPress={() => void retry.run(() => desk("retry_now"))}
          isPending={retry.isPending}
          testId="retry-now"
        >
          {text("retry-now")}
        </Button>
      }
    >
      <ErrorBanner error={retry.error} />
      {queue.standing !== "active" && (
        <Banner kind="error" title={text(`concern-${queue.standing}`)}>
          <p>{text(`concern-${queue.standing}-do`)}</p>
          {queue.refusal !== "" && (
            <p className="mono small" dir="ltr">
              {queue.refusal}
            </p>
          )}
        </Banner>
      )}
      {queue.trouble && (
        <Banner kind="error" title={text(`concern-trouble-${queue.trouble.code}`)}>
          <p>{text(`concern-trouble-${queue.trouble.code}-do`)}</p>
        </Banner>
      )}
      <Banner kind={isOnline ? "success" : "warning"} title={connection}>
        <p>
          {text(queue.waiting === 0 ? "queue-all-sent" : isOnline ? "queue-sending" : "queue-kept", {
            count: queue.waiting,
          })}
        </p>
      </Banner>
      <div className="tiles">
        <Tile
          label={text("queue-waiting")}
          value={format.number(queue.waiting)}
          testId="queue-waiting"
          tone={queue.waiting > 0 && !isOnline ? "warn" : "plain"}
        />
        <Tile
          label={text("queue-confirmed")}
          value={format.number(queue.confirmed)}
          testId="queue-confirmed"
          tone="good"
        />
        <Tile
          label={text("queue-boxed")}
          value={format.number(queue.boxed)}
          note={text("queue-boxed-note")}
        />
      </div>
      <Panel>
        <SummaryList
          rows={[
            { label: text("queue-entries"), value: format.number(queue.entries) },
            {
              label: text("queue-last-receipt"),
              value: queue.lastReceipt === null ? text("never") : format.time(queue.lastReceipt, home.now),
            },
            {
              label: text("roll-as-of"),
              value:
                home.roll.asOf === null ? text("roll-from-package") : format.time(home.roll.asOf, home.now),
            },
            {
              label: text("network"),
              value: queue.kafka === "" ? text("network-none") : <span className="mono">{queue.kafka}</span>,
            },
          ]}
        />
      </Panel>
      <div className="columns">
        <Panel title={text("export-title")}>
          <p>{text("export-text")}</p>
          {queue.waiting === 0 && <p className="muted small">{text("why-nothing-waits")}</p>}
          <div className="row">
            <Button
              onPress={() => setRange("waiting")}
              isDisabled={queue.waiting === 0}
              testId="export-waiting"
            >
              {text("export-waiting")}
            </Button>
            <Button onPress={() => setRange("all")} testId="export-all">
              {text("export-all")}
            </Button>
          </div>
          {exported && (
            <Banner
              kind="success"
              title={text("saved-as", { file: exported.file.name, drive: exported.file.drive })}
              testId="export-result"
            >
              <p>{text("export-done", { entries: exported.entries })}</p>
            </Banner>
          )}
        </Panel>
        <ImportPanel />
      </div>
      {range !== null && (
        <DriveDialog title={text("export-title")} onClose={() => setRange(null)} onChoose={write} />
      )}
    </Page>
  );
}
