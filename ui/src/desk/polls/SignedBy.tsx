import type { CloseReportView, ZeroReportView } from "../../backend/bindings";
import { useFormat, useText } from "../../i18n";

/** Which two officers made a report, when, and where it stands in the log. */
export function SignedBy({ report }: { report: ZeroReportView | CloseReportView }) {
  const text = useText();
  const format = useFormat();
  return (
    <p className="muted">
      {text("report-signed", {
        officers: format.list(report.officers),
        at: format.moment(report.at),
        entry: format.number(report.entry),
      })}
    </p>
  );
}
