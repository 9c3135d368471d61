import { type SyntheticEvent, useState } from "react";
import type { PackagePreview } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand, useLoad } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { EmptyState, Panel, Spinner } from "../../components/Page";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";
import { FileTile } from "../FileTile";

/** The package of the election office and the code that came by another way. */
export function PackageStep({ onOpened }: { onOpened: (preview: PackagePreview) => void }) {
  const text = useText();
  const files = useLoad(() => desk("find_files", { kind: "package" }));
  const command = useCommand();
  const [fileId, setFileId] = useState<string | null>(null);
  const [code, setCode] = useState("");
  const open = (event: SyntheticEvent) => {
    event.preventDefault();
    if (fileId === null) return;
    void command
      .run(() => desk("open_package", { fileId, code: code.trim() }))
      .then((preview) => {
        if (preview) onOpened(preview);
      });
  };
  const refresh = (
    <Button onPress={files.reload} testId="package-refresh">
      {text("refresh")}
    </Button>
  );
  return (
    <form className="stack wide" onSubmit={open}>
      <ErrorBanner error={files.error} />
      {!files.value && !files.error && <Spinner label={text("loading")} />}
      {files.value?.length === 0 && (
        <EmptyState title={text("first-run-no-file")} action={refresh}>
          <p>{text("first-run-no-file-text")}</p>
        </EmptyState>
      )}
      {files.value && files.value.length > 0 && (
        <Panel title={text("first-run-files")} actions={refresh}>
          <div className="stack tight">
            {files.value.map((file) => (
              <FileTile
                key={file.id}
                file={file}
                isChosen={file.id === fileId}
                onChoose={() => setFileId(file.id)}
                testId="package-file"
              />
            ))}
          </div>
          <TextField
            label={text("enrolment-code")}
            hint={text("enrolment-code-hint")}
            value={code}
            onChange={setCode}
            width="medium"
            dir="ltr"
            testId="enrolment-code"
          />
          <ErrorBanner error={command.error} />
          <div className="row actions-bar">
            <Button
              variant="primary"
              size="big"
              type="submit"
              isDisabled={fileId === null || code.trim() === ""}
              isPending={command.isPending}
              testId="package-open"
            >
              {text("first-run-open")}
            </Button>
          </div>
        </Panel>
      )}
    </form>
  );
}
