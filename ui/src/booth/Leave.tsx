import { useEffect, useState } from "react";
import type { Officer } from "../backend/bindings";
import { booth } from "../backend";
import { RadioGroup } from "../components/choices";
import { CommandDialog } from "../components/CommandDialog";
import { PinPad } from "../components/PinPad";
import { useText } from "../i18n";

/** On one screen an officer's PIN leads from the booth back to the desk. */
export function Leave({ onClose }: { onClose: () => void }) {
  const text = useText();
  const [officers, setOfficers] = useState<Officer[]>([]);
  const [officerId, setOfficerId] = useState<string | null>(null);
  const [pin, setPin] = useState("");
  useEffect(() => {
    booth("booth_officers").then(
      (answer) => setOfficers(answer.officers),
      () => undefined,
    );
  }, []);
  return (
    <CommandDialog
      title={text("booth-leave-title")}
      submitLabel={text("booth-leave-submit")}
      isReady={officerId !== null && pin !== ""}
      testId="leave-submit"
      onClose={onClose}
      onSubmit={async () => {
        if (officerId !== null) await booth("leave_booth", { officerId, pin }).finally(() => setPin(""));
      }}
    >
      <RadioGroup
        label={text("officer")}
        value={officerId}
        onChange={setOfficerId}
        options={officers.map(({ id, name }) => ({ value: id, label: name, testId: `leave-officer-${id}` }))}
      />
      <PinPad value={pin} onChange={setPin} label={text("pin")} testId="leave-pin" />
    </CommandDialog>
  );
}
