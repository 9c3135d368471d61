import type { CloseReportView } from "../../backend/bindings";
import { Qr } from "../../components/data";
import { Panel } from "../../components/Page";
import { useText } from "../../i18n";
import { Reconciliation } from "./Reconciliation";
import { ReportActions } from "./ReportActions";
import { SignedBy } from "./SignedBy";

/** The close report with the station's signature as a QR code. */
export function CloseReport({ report }: { report: CloseReportView }) {
  const text = useText();
  return (
    <Panel title={text("close-report")} testId="close-report" actions={<ReportActions report="close" />}>
      <div className="report">
        <Reconciliation counts={report.counts} />
        <figure className="stack tight">
          <Qr code={report.qr} label={text("report-qr")} testId="report-qr" />
          <figcaption className="small muted">{text("report-qr")}</figcaption>
        </figure>
      </div>
      <SignedBy report={report} />
      <p className="small">
        {text("report-hash")} <span className="mono">{report.headHash}</span>
      </p>
    </Panel>
  );
}
