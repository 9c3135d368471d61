import { useState } from "react";
import type { Officer } from "../backend/bindings";
import { desk } from "../backend";
import { CommandDialog } from "../components/CommandDialog";
import { useText } from "../i18n";
import { isGiven, NOBODY, OfficerPinFields } from "./OfficerPinFields";

interface Props {
  /** Who is to be confirmed. */
  officer: Officer;
  officers: readonly Officer[];
  onClose: () => void;
  onConfirmed: (officers: Officer[]) => void;
}

/** Another officer than the one who added or reset this one says with their own PIN that it is this person. */
export function ConfirmOfficerDialog({ officer, officers, onClose, onConfirmed }: Props) {
  const text = useText();
  const [by, setBy] = useState(NOBODY);
  const others = officers.filter(
    ({ id, vouchedBy }) => id !== officer.id && id !== officer.vouchedBy && vouchedBy === null,
  );
  return (
    <CommandDialog
      title={text("officer-confirm-title", { name: officer.name })}
      submitLabel={text("officer-confirm")}
      isReady={isGiven(by)}
      testId="confirm-officer-submit"
      onClose={onClose}
      onSubmit={async () => onConfirmed(await desk("confirm_officer", { officerId: officer.id, by }))}
    >
      <p>{text("officer-confirm-lead", { name: officer.name })}</p>
      {others.length === 0 ? (
        <p>{text("officer-confirm-nobody")}</p>
      ) : (
        <OfficerPinFields
          officers={others}
          label={text("officer-confirm-by")}
          pinLabel={text("officer-confirm-pin")}
          value={by}
          onChange={setBy}
          testId="confirm-by"
        />
      )}
    </CommandDialog>
  );
}
