import { useEffect, useState } from "react";
import type { Officer } from "../backend/bindings";
import { booth } from "../backend";
import { useCommand } from "../backend/useCommand";
import { ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { RadioGroup } from "../components/choices";
import { Dialog } from "../components/Dialog";
import { PinPad } from "../components/PinPad";
import { useText } from "../i18n";

/** On one screen an officer's PIN leads from the booth back to the desk. */
export function Leave({ onClose }: { onClose: () => void }) {
  const text = useText();
  const command = useCommand();
  const [officers, setOfficers] = useState<Officer[]>([]);
  const [officerId, setOfficerId] = useState<string | null>(null);
  const [pin, setPin] = useState("");
  useEffect(() => {
    booth("booth_officers").then(
      (answer) => setOfficers(answer.officers),
      () => undefined,
    );
  }, []);
  const submit = () => {
    if (officerId === null) return;
    void command
      .run(async () => {
        await booth("leave_booth", { officerId, pin });
        onClose();
      })
      .finally(() => setPin(""));
  };
  return (
    <Dialog
      title={text("booth-leave-title")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button
            variant="primary"
            onPress={submit}
            isDisabled={officerId === null || pin === ""}
            isPending={command.isPending}
            testId="leave-submit"
          >
            {text("booth-leave-submit")}
          </Button>
          <Button onPress={onClose}>{text("cancel")}</Button>
        </>
      }
    >
      <ErrorBanner error={command.error} />
      <RadioGroup
        label={text("officer")}
        value={officerId}
        onChange={setOfficerId}
        options={officers.map(({ id, name }) => ({ value: id, label: name, testId: `leave-officer-${id}` }))}
      />
      <PinPad value={pin} onChange={setPin} label={text("pin")} testId="leave-pin" />
    </Dialog>
  );
}
