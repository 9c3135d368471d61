import { useState } from "react";
import type { ProvisionalReasonName } from "../../backend/bindings";
import { RadioGroup } from "../../components/choices";
import { CommandDialog } from "../../components/CommandDialog";
import { useText } from "../../i18n";

interface Props {
  reasons: readonly ProvisionalReasonName[];
  onClose: () => void;
  onSubmit: (reason: ProvisionalReasonName) => Promise<void>;
}

/** A provisional ballot has a reason; the one that fits is marked at first. */
export function ProvisionalDialog({ reasons, onClose, onSubmit }: Props) {
  const text = useText();
  const [reason, setReason] = useState<ProvisionalReasonName | undefined>(reasons[0]);
  return (
    <CommandDialog
      title={text("provisional-title")}
      submitLabel={text("provisional-submit")}
      testId="provisional-confirm"
      onClose={onClose}
      onSubmit={async () => {
        if (reason) await onSubmit(reason);
      }}
    >
      <p>{text("provisional-lead")}</p>
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
    </CommandDialog>
  );
}
