import { useState } from "react";
import { CommandDialog } from "../components/CommandDialog";
import { TextField } from "../components/TextField";
import { useText } from "../i18n";

interface Props {
  title: string;
  lead: string;
  submitLabel: string;
  /** `TESTID-reason` and `TESTID-confirm`. */
  testId: string;
  onClose: () => void;
  onSubmit: (reason: string) => Promise<void>;
}

const MAX_REASON = 2000;

/** Asks for a reason that goes into the log. */
export function ReasonDialog({ title, lead, submitLabel, testId, onClose, onSubmit }: Props) {
  const text = useText();
  const [reason, setReason] = useState("");
  return (
    <CommandDialog
      title={title}
      submitLabel={submitLabel}
      isReady={reason.trim() !== ""}
      why={[text("why-reason")]}
      testId={`${testId}-confirm`}
      onClose={onClose}
      onSubmit={() => onSubmit(reason.trim())}
    >
      <p>{lead}</p>
      <TextField
        label={text("reason")}
        hint={text("reason-hint")}
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={MAX_REASON}
        autoFocus
        testId={`${testId}-reason`}
      />
    </CommandDialog>
  );
}
