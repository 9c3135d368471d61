import { useEffect, useState } from "react";
import type { LineKind, LogLineView } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { EmptyState, Page, Spinner } from "../../components/Page";
import { useFormat, useText } from "../../i18n";
import { IncidentDialog } from "./IncidentDialog";
import { LogTable } from "./LogTable";

const KINDS: readonly LineKind[] = [
  "check_in",
  "check_in_undone",
  "registration",
  "ballot_group",
  "provisional_ballot",
  "polls_opened",
  "polls_paused",
  "polls_resumed",
  "polls_closed",
  "incident",
  "officer_action",
  "recovery_copy",
  "program_started",
  "program_ended",
];
const PAGE = 50;

/** The station log, newest first. It holds nothing of what is on a ballot. */
export function Log() {
  const text = useText();
  const format = useFormat();
  const command = useCommand();
  const [kinds, setKinds] = useState<readonly LineKind[]>([]);
  const [lines, setLines] = useState<LogLineView[] | null>(null);
  const [before, setBefore] = useState<number | null>(null);
  const [entries, setEntries] = useState(0);
  const [isReporting, setReporting] = useState(false);
  const [turn, setTurn] = useState(0);
  const { run } = command;
  useEffect(() => {
    let isCurrent = true;
    void desk("log", { before: null, limit: PAGE, kinds: [...kinds] }).then(
      (page) => {
        if (!isCurrent) return;
        setLines(page.lines);
        setBefore(page.before);
        setEntries(page.entries);
      },
      (thrown: unknown) => void run(() => Promise.reject(thrown as Error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [kinds, turn, run]);
  const more = () =>
    void run(() => desk("log", { before, limit: PAGE, kinds: [...kinds] })).then((page) => {
      if (!page) return;
      setLines([...(lines ?? []), ...page.lines]);
      setBefore(page.before);
    });
  const toggle = (kind: LineKind) =>
    setKinds(kinds.includes(kind) ? kinds.filter((other) => other !== kind) : [...kinds, kind]);
  return (
    <Page
      testId="log"
      title={text("log-title")}
      lead={text("log-lead", { entries: format.number(entries) })}
      actions={
        <>
          <Button onPress={() => setTurn(turn + 1)} testId="log-refresh">
            {text("refresh")}
          </Button>
          <Button variant="primary" onPress={() => setReporting(true)} testId="incident-open">
            {text("incident-open")}
          </Button>
        </>
      }
    >
      <div className="wrap-chips" role="group" aria-label={text("log-filter")}>
        <button
          type="button"
          className="chip"
          aria-pressed={kinds.length === 0}
          onClick={() => setKinds([])}
          data-testid="log-filter-all"
        >
          {text("log-all")}
        </button>
        {KINDS.map((kind) => (
          <button
            type="button"
            key={kind}
            className="chip"
            aria-pressed={kinds.includes(kind)}
            onClick={() => toggle(kind)}
            data-testid={`log-filter-${kind}`}
          >
            {text(`kind-${kind}`)}
          </button>
        ))}
      </div>
      <ErrorBanner error={command.error} />
      {!lines && !command.error && <Spinner label={text("loading")} />}
      {lines?.length === 0 && (
        <EmptyState title={text(kinds.length === 0 ? "log-empty" : "log-none")}>
          <p>{text(kinds.length === 0 ? "log-empty-text" : "log-none-text")}</p>
        </EmptyState>
      )}
      {lines && lines.length > 0 && <LogTable lines={lines} />}
      {before !== null && (
        <div className="row">
          <Button onPress={more} isPending={command.isPending} testId="log-more">
            {text("log-more")}
          </Button>
        </div>
      )}
      {isReporting && (
        <IncidentDialog onClose={() => setReporting(false)} onReported={() => setTurn(turn + 1)} />
      )}
    </Page>
  );
}
