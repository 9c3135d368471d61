import { useState } from "react";
import type { Drive, FoundFile, ReportKind } from "../../backend/bindings";
import { desk } from "../../backend";
import { Banner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { useText } from "../../i18n";
import { DriveDialog } from "../DriveDialog";
import { PrintButton } from "../PrintButton";

/** Print the report or save it as a PDF on a stick. */
export function ReportActions({ report }: { report: ReportKind }) {
  const text = useText();
  const [isChoosing, setChoosing] = useState(false);
  const [saved, setSaved] = useState<FoundFile | null>(null);
  const save = async (drive: Drive) => setSaved(await desk("save_report", { report, driveId: drive.id }));
  return (
    <div className="stack tight no-print">
      <div className="row">
        <PrintButton job={{ what: "report", report }} />
        <Button onPress={() => setChoosing(true)} testId={`save-report-${report}`}>
          {text("save-pdf")}
        </Button>
      </div>
      {saved && (
        <Banner kind="success" testId="report-saved">
          {text("saved-as", { file: saved.name, drive: saved.drive })}
        </Banner>
      )}
      {isChoosing && (
        <DriveDialog title={text("save-pdf")} onClose={() => setChoosing(false)} onChoose={save} />
      )}
    </div>
  );
}
