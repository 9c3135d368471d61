import { useState } from "react";
import type { Officer } from "../backend/bindings";
import { desk } from "../backend";
import { CommandDialog } from "../components/CommandDialog";
import { TextField } from "../components/TextField";
import { useText } from "../i18n";
import { useDesk } from "./DeskContext";
import { PIN_MAX, PIN_MIN } from "./first_run/OfficerFields";

/** A new PIN, confirmed with the PIN of whoever is signed in. */
export function PinDialog({
  officer,
  onClose,
  onChanged,
}: {
  officer: Officer;
  onClose: () => void;
  onChanged: (officers: Officer[]) => void;
}) {
  const text = useText();
  const { app } = useDesk();
  const isOwn = officer.id === app.officer?.id;
  const [ownPin, setOwn] = useState("");
  const [newPin, setNew] = useState("");
  const [again, setAgain] = useState("");
  const digits = (set: (value: string) => void) => (value: string) =>
    set(value.replace(/\D/gu, "").slice(0, PIN_MAX));
  const shared = { type: "password", inputMode: "numeric", width: "short", dir: "ltr" } as const;
  return (
    <CommandDialog
      title={text("pin-change-title", { name: officer.name })}
      submitLabel={text("pin-change")}
      isReady={ownPin !== "" && newPin.length >= PIN_MIN && newPin === again}
      testId="set-pin-confirm"
      onClose={onClose}
      onSubmit={async () => {
        onChanged(await desk("set_pin", { officerId: officer.id, newPin, ownPin }));
      }}
    >
      <TextField
        {...shared}
        label={text("pin-own", { name: app.officer?.name ?? "" })}
        value={ownPin}
        onChange={digits(setOwn)}
        autoFocus
        testId="own-pin"
      />
      {!isOwn && <p>{text("pin-theirs", { name: officer.name })}</p>}
      <TextField
        {...shared}
        label={text("pin-new")}
        hint={text("pin-hint", { min: PIN_MIN, max: PIN_MAX })}
        value={newPin}
        onChange={digits(setNew)}
        testId="new-pin"
      />
      <TextField
        {...shared}
        label={text("pin-again")}
        value={again}
        onChange={digits(setAgain)}
        fault={
          again.length >= newPin.length && again !== "" && again !== newPin ? text("pin-differs") : undefined
        }
        testId="new-pin-again"
      />
    </CommandDialog>
  );
}
