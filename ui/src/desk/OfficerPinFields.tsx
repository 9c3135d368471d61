import type { Officer, OfficerPin } from "../backend/bindings";
import { Select } from "../components/choices";
import { TextField } from "../components/TextField";
import { useText } from "../i18n";

interface Props {
  /** Who may be chosen. */
  officers: readonly Officer[];
  label: string;
  pinLabel: string;
  value: OfficerPin;
  onChange: (value: OfficerPin) => void;
  /** `TESTID-officer` and `TESTID-pin`. */
  testId: string;
}

/** An officer's word: the name from a list, and their own PIN. */
export function OfficerPinFields({ officers, label, pinLabel, value, onChange, testId }: Props) {
  const text = useText();
  return (
    <>
      <Select
        label={label}
        value={value.officerId}
        onChange={(officerId) => onChange({ officerId, pin: "" })}
        options={[
          { value: "", label: text("choose") },
          ...officers.map(({ id, name, role }) => ({
            value: id,
            label: `${name} – ${text(`role-${role}`)}`,
          })),
        ]}
        testId={`${testId}-officer`}
      />
      <TextField
        label={pinLabel}
        type="password"
        inputMode="numeric"
        width="short"
        dir="ltr"
        value={value.pin}
        onChange={(typed) => onChange({ ...value, pin: typed.replace(/\D/gu, "") })}
        testId={`${testId}-pin`}
      />
    </>
  );
}

export const NOBODY: OfficerPin = { officerId: "", pin: "" };

export function isGiven(value: OfficerPin): boolean {
  return value.officerId !== "" && value.pin !== "";
}
