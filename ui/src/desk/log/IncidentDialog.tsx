import { useState } from "react";
import type { IncidentKindName } from "../../backend/bindings";
import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Select } from "../../components/choices";
import { Dialog } from "../../components/Dialog";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";

const KINDS: readonly IncidentKindName[] = ["equipment", "clock", "reconciliation", "disturbance", "other"];

/** Something went wrong: it goes into the log and to central. */
export function IncidentDialog({ onClose, onReported }: { onClose: () => void; onReported: () => void }) {
  const text = useText();
  const command = useCommand();
  const [kind, setKind] = useState<IncidentKindName>("equipment");
  const [words, setWords] = useState("");
  const report = () =>
    void command.run(async () => {
      await desk("report_incident", { kind, text: words.trim() });
      onReported();
      onClose();
    });
  return (
    <Dialog
      title={text("incident-open")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button
            variant="primary"
            onPress={report}
            isDisabled={words.trim() === ""}
            isPending={command.isPending}
            testId="incident-submit"
          >
            {text("incident-submit")}
          </Button>
          <Button onPress={onClose}>{text("cancel")}</Button>
        </>
      }
    >
      <ErrorBanner error={command.error} />
      <Select
        label={text("incident-kind")}
        value={kind}
        onChange={(value) => setKind(KINDS.find((known) => known === value) ?? "other")}
        options={KINDS.map((value) => ({ value, label: text(`incident-${value}`) }))}
        testId="incident-kind"
      />
      <TextField
        label={text("incident-text")}
        hint={text("incident-hint")}
        value={words}
        onChange={setWords}
        rows={4}
        maxLength={2000}
        testId="incident-text"
      />
      <Banner kind="info">{text("incident-secrecy")}</Banner>
    </Dialog>
  );
}
