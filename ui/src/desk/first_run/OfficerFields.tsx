import { useState } from "react";
import type { Role } from "../../backend/bindings";
import { Button } from "../../components/Button";
import { RadioGroup } from "../../components/choices";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";

/** An officer as it is being typed. */
export interface Draft {
  key: number;
  name: string;
  role: Role;
  pin: string;
  again: string;
}

export const PIN_MIN = 6;
export const PIN_MAX = 12;
let drafted = 0;

export function emptyDraft(role: Role): Draft {
  drafted += 1;
  return { key: drafted, name: "", role, pin: "", again: "" };
}

const digits = (value: string) => value.replace(/\D/gu, "").slice(0, PIN_MAX);

/** The shell decides whether a PIN will do; this is what can be said while typing. */
export function isComplete(draft: Draft): boolean {
  return draft.name.trim() !== "" && draft.pin.length >= PIN_MIN && draft.pin === draft.again;
}

interface Props {
  number: number;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onRemove?: (() => void) | undefined;
}

export function OfficerFields({ number, draft, onChange, onRemove }: Props) {
  const text = useText();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const leave = (field: string) => setLeft(new Set([...left, field]));
  const isShort = draft.pin.length < PIN_MIN;
  return (
    <fieldset className="officer-form">
      <legend>{text("officer-number", { number: number + 1 })}</legend>
      <TextField
        label={text("name")}
        value={draft.name}
        onChange={(name) => onChange({ ...draft, name })}
        onBlur={() => leave("name")}
        fault={left.has("name") && draft.name.trim() === "" ? text("fault-empty") : undefined}
        maxLength={200}
        testId={`officer-name-${number}`}
      />
      <RadioGroup
        label={text("role")}
        value={draft.role}
        onChange={(role) => onChange({ ...draft, role: role === "presiding_officer" ? role : "poll_worker" })}
        options={(["presiding_officer", "poll_worker"] as const).map((role) => ({
          value: role,
          label: text(`role-${role}`),
          testId: `officer-role-${number}-${role}`,
        }))}
        orientation="horizontal"
      />
      <TextField
        label={text("pin")}
        hint={text("pin-hint", { min: PIN_MIN, max: PIN_MAX })}
        type="password"
        inputMode="numeric"
        width="short"
        dir="ltr"
        value={draft.pin}
        onChange={(pin) => onChange({ ...draft, pin: digits(pin) })}
        onBlur={() => leave("pin")}
        fault={
          left.has("pin") && isShort ? text("error-pin_format", { min: PIN_MIN, max: PIN_MAX }) : undefined
        }
        testId={`officer-pin-${number}`}
      />
      <TextField
        label={text("pin-again")}
        hint={text("pin-again-hint")}
        type="password"
        inputMode="numeric"
        width="short"
        dir="ltr"
        value={draft.again}
        onChange={(again) => onChange({ ...draft, again: digits(again) })}
        fault={
          draft.again.length >= draft.pin.length && draft.again !== "" && draft.again !== draft.pin
            ? text("pin-differs")
            : undefined
        }
        testId={`officer-pin-again-${number}`}
      />
      {onRemove && (
        <div>
          <Button variant="quiet" onPress={onRemove}>
            {text("officer-remove-row")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
