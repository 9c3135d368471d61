import { useState } from "react";
import type { ProvisionalReasonName } from "../../backend/bindings";
import { Banner } from "../../components/Banner";
import { RadioGroup } from "../../components/choices";
import { CommandDialog } from "../../components/CommandDialog";
import { TextField } from "../../components/TextField";
import { useFormat, useText } from "../../i18n";
import { Declaration, isDeclared, UNDECLARED } from "./Declaration";

interface Props {
  reasons: readonly ProvisionalReasonName[];
  /** When this person got a provisional ballot here before; `null` when not. */
  before: string | null;
  onClose: () => void;
  onSubmit: (reason: ProvisionalReasonName, declared: string, again: string | null) => Promise<void>;
}

/** A provisional ballot has a reason; the one that fits is marked at first. A second one has another. */
export function ProvisionalDialog({ reasons, before, onClose, onSubmit }: Props) {
  const text = useText();
  const format = useFormat();
  const [reason, setReason] = useState<ProvisionalReasonName | undefined>(reasons[0]);
  const [again, setAgain] = useState("");
  const [declared, setDeclared] = useState(UNDECLARED);
  return (
    <CommandDialog
      title={text("provisional-title")}
      submitLabel={text("provisional-submit")}
      isReady={isDeclared(declared) && (before === null || again.trim() !== "")}
      why={[
        !isDeclared(declared) && text("why-declaration"),
        before !== null && again.trim() === "" && text("why-reason"),
      ].filter((reason) => reason !== false)}
      testId="provisional-confirm"
      onClose={onClose}
      onSubmit={async () => {
        if (reason) await onSubmit(reason, declared.name.trim(), before === null ? null : again.trim());
      }}
    >
      <p>{text("provisional-lead")}</p>
      {before !== null && (
        <>
          <Banner kind="warning">{text("provisional-before", { at: format.time(before) })}</Banner>
          <AgainField value={again} onChange={setAgain} />
        </>
      )}
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
      <Declaration value={declared} onChange={setDeclared} />
    </CommandDialog>
  );
}

/** Why somebody gets another provisional ballot. */
export function AgainField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const text = useText();
  return (
    <TextField
      label={text("provisional-again")}
      hint={text("reason-hint")}
      value={value}
      onChange={onChange}
      rows={2}
      maxLength={1000}
      testId="provisional-again"
    />
  );
}
