import { useState } from "react";
import type { Imported } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand, useLoad } from "../../backend/useCommand";
import { Banner, ErrorBanner, useInView } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Panel, Spinner } from "../../components/Page";
import { useText } from "../../i18n";
import { FileTile } from "../FileTile";

/** Central's answer from a stick: receipts, roll updates, revisions of the definition. */
export function ImportPanel() {
  const text = useText();
  const files = useLoad(() => desk("find_files", { kind: "segments" }));
  const command = useCommand();
  const [imported, setImported] = useState<Imported | null>(null);
  const read = (fileId: string) =>
    void command
      .run(() => desk("import_file", { fileId }))
      .then((answer) => {
        if (answer) setImported(answer);
      });
  return (
    <Panel
      title={text("import-title")}
      actions={
        <Button onPress={files.reload} testId="import-refresh">
          {text("refresh")}
        </Button>
      }
    >
      <p>{text("import-text")}</p>
      <ErrorBanner error={command.error ?? files.error} />
      {!files.value && !files.error && <Spinner label={text("loading")} />}
      {files.value?.length === 0 && <p className="muted">{text("import-none")}</p>}
      {files.value?.map((file) => (
        <FileTile key={file.id} file={file} onChoose={() => read(file.id)} testId="import-file" />
      ))}
      {imported && <ImportResult imported={imported} />}
    </Panel>
  );
}

function ImportResult({ imported }: { imported: Imported }) {
  const text = useText();
  const place = useInView(imported);
  const { receipts, rollUpdates, definitions, ownSegments, foreign, waiting } = imported;
  const lines = [
    receipts > 0 && text("import-receipts", { count: receipts }),
    rollUpdates > 0 && text("import-roll", { count: rollUpdates }),
    definitions > 0 && text("import-definitions", { count: definitions }),
    ownSegments > 0 && text("import-own", { count: ownSegments }),
    foreign > 0 && text("import-foreign", { count: foreign }),
  ].filter((line) => line !== false);
  return (
    <div ref={place}>
      <Banner kind="success" title={text("import-done")} testId="import-result">
        {lines.length === 0 && <p>{text("import-nothing-new")}</p>}
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <p>{text("import-waiting", { count: waiting })}</p>
      </Banner>
    </div>
  );
}
