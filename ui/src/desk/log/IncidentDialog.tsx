import { useState } from "react";
import type { IncidentKindName } from "../../backend/bindings";
import { desk } from "../../backend";
import { Banner } from "../../components/Banner";
import { Select } from "../../components/choices";
import { CommandDialog } from "../../components/CommandDialog";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";

const KINDS: readonly IncidentKindName[] = ["equipment", "clock", "reconciliation", "disturbance", "other"];

/** Something went wrong: it goes into the log and to central. */
export function IncidentDialog({ onClose, onReported }: { onClose: () => void; onReported: () => void }) {
  const text = useText();
  const [kind, setKind] = useState<IncidentKindName>("equipment");
  const [words, setWords] = useState("");
  return (
    <CommandDialog
      title={text("incident-open")}
      submitLabel={text("incident-submit")}
      isReady={words.trim() !== ""}
      testId="incident-submit"
      onClose={onClose}
      onSubmit={async () => {
        await desk("report_incident", { kind, text: words.trim() });
        onReported();
      }}
    >
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
    </CommandDialog>
  );
}
