import { Button } from "react-aria-components";
import { useText } from "../i18n";

interface Props {
  value: string;
  onChange: (value: string) => void;
  label: string;
  testId: string;
  autoFocus?: boolean;
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const MAX = 12;

/** A PIN by touch or keyboard. The field takes digits only and never shows them. */
export function PinPad({ value, onChange, label, testId, autoFocus = false }: Props) {
  const text = useText();
  const add = (digit: string) => onChange((value + digit).slice(0, MAX));
  return (
    <div className="pinpad">
      <label className="field">
        <span className="label">{label}</span>
        <input
          className="input pin-input"
          type="password"
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          value={value}
          autoFocus={autoFocus}
          onChange={(event) => onChange(event.target.value.replace(/\D/gu, "").slice(0, MAX))}
          data-testid={testId}
        />
      </label>
      <div className="pinpad-keys" dir="ltr" role="group" aria-label={text("pin-pad")}>
        {DIGITS.map((digit) => (
          <Button key={digit} className="key" excludeFromTabOrder onPress={() => add(digit)}>
            {digit}
          </Button>
        ))}
        <Button className="key word" excludeFromTabOrder onPress={() => onChange("")}>
          {text("pin-clear")}
        </Button>
        <Button className="key" excludeFromTabOrder onPress={() => add("0")}>
          0
        </Button>
        <Button className="key word" excludeFromTabOrder onPress={() => onChange(value.slice(0, -1))}>
          {text("pin-delete")}
        </Button>
      </div>
    </div>
  );
}
