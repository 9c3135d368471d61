import type { PackagePreview } from "../../backend/bindings";
import { Button } from "../../components/Button";
import { SummaryList } from "../../components/data";
import { Panel } from "../../components/Page";
import { useFormat, useText } from "../../i18n";

/** What the package says: the officer compares it with the letter. */
export function PreviewStep({
  preview,
  onBack,
  onConfirm,
}: {
  preview: PackagePreview;
  onBack: () => void;
  onConfirm: () => void;
}) {
  const text = useText();
  const format = useFormat();
  const { station } = preview;
  return (
    <div className="stack wide" data-testid="package-preview">
      <Panel>
        <SummaryList
          rows={[
            { label: text("election"), value: station.electionTitle },
            { label: text("election-day"), value: format.day(station.electionDate) },
            { label: text("station"), value: station.name },
            { label: text("address"), value: station.address === "" ? "–" : station.address },
            {
              label: text("polls-hours"),
              value: `${format.clock(station.pollsOpen)} – ${format.clock(station.pollsClose)}`,
            },
            { label: text("voters-on-roll"), value: format.number(preview.voters) },
            {
              label: text("fingerprint"),
              value: <span className="mono">{station.definitionFingerprint}</span>,
            },
            {
              label: text("network"),
              value:
                preview.kafka === "" ? text("network-none") : <span className="mono">{preview.kafka}</span>,
            },
          ]}
        />
      </Panel>
      <div className="row actions-bar">
        <Button variant="primary" size="big" onPress={onConfirm} testId="package-confirm">
          {text("first-run-preview-confirm")}
        </Button>
        <Button size="big" onPress={onBack}>
          {text("back")}
        </Button>
      </div>
    </div>
  );
}
