import { useState } from "react";
import { useCommand } from "../backend/useCommand";
import { ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
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
  const command = useCommand();
  const [reason, setReason] = useState("");
  const submit = () =>
    void command.run(async () => {
      await onSubmit(reason.trim());
      onClose();
    });
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button
            variant="primary"
            onPress={submit}
            isDisabled={reason.trim() === ""}
            isPending={command.isPending}
            testId={`${testId}-confirm`}
          >
            {submitLabel}
          </Button>
          <Button onPress={onClose}>{text("cancel")}</Button>
        </>
      }
    >
      <p>{lead}</p>
      <ErrorBanner error={command.error} />
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
    </Dialog>
  );
}
