import type { ZeroCounts, ZeroReportView } from "../../backend/bindings";
import { SummaryList } from "../../components/data";
import { Panel } from "../../components/Page";
import { useFormat, useText } from "../../i18n";
import { ReportActions } from "./ReportActions";
import { SignedBy } from "./SignedBy";

export function ZeroCountsTable({ counts }: { counts: ZeroCounts }) {
  const text = useText();
  const format = useFormat();
  return (
    <SummaryList
      rows={[
        { label: text("count-checked-in"), value: format.number(counts.checkIns) },
        { label: text("count-ballots"), value: format.number(counts.ballots) },
        { label: text("count-provisional"), value: format.number(counts.provisional) },
        { label: text("count-spoiled"), value: format.number(counts.spoiled) },
      ]}
    />
  );
}

/** The zero report as it went into the log. */
export function ZeroReport({ report }: { report: ZeroReportView }) {
  const text = useText();
  const format = useFormat();
  return (
    <Panel title={text("zero-report")} testId="zero-report" actions={<ReportActions report="zero" />}>
      <ZeroCountsTable counts={report.counts} />
      {report.outsideHours !== "" && (
        <p className="muted">{text("outside-hours", { reason: report.outsideHours })}</p>
      )}
      <div className="columns" data-testid="zero-contests">
        {report.contests.map(({ title, candidates }, n) => (
          <table key={`${title}-${n}`}>
            <caption className="label" dir="auto">
              {title}
            </caption>
            <tbody>
              {candidates.map((name) => (
                <tr key={name}>
                  <th scope="row" dir="auto">
                    {name}
                  </th>
                  <td className="numeric amount">{format.number(0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      <SignedBy report={report} />
    </Panel>
  );
}
