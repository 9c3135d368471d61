import { useState } from "react";
import type { ProvisionalReasonName } from "../../backend/bindings";
import { useCommand } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { RadioGroup } from "../../components/choices";
import { Dialog } from "../../components/Dialog";
import { useText } from "../../i18n";

interface Props {
  reasons: readonly ProvisionalReasonName[];
  onClose: () => void;
  onSubmit: (reason: ProvisionalReasonName) => Promise<void>;
}

/** A provisional ballot has a reason; the one that fits is marked at first. */
export function ProvisionalDialog({ reasons, onClose, onSubmit }: Props) {
  const text = useText();
  const command = useCommand();
  const [reason, setReason] = useState<ProvisionalReasonName | undefined>(reasons[0]);
  const submit = () =>
    void command.run(async () => {
      if (reason) await onSubmit(reason);
    });
  return (
    <Dialog
      title={text("provisional-title")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button
            variant="primary"
            onPress={submit}
            isPending={command.isPending}
            testId="provisional-confirm"
          >
            {text("provisional-submit")}
          </Button>
          <Button onPress={onClose}>{text("cancel")}</Button>
        </>
      }
    >
      <p>{text("provisional-lead")}</p>
      <ErrorBanner error={command.error} />
      <RadioGroup
        label={text("reason")}
        value={reason ?? null}
        onChange={(value) => setReason(reasons.find((known) => known === value))}
        options={reasons.map((value) => ({
          value,
          label: text(`reason-${value}`),
          testId: `provisional-reason-${value}`,
        }))}
      />
    </Dialog>
  );
}
