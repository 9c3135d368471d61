import { type FocusEvent, useId, useRef, useState } from "react";
import { useFormat, useText } from "../i18n";
import type { DatePart } from "../i18n/format";
import { asIso, type DateParts, onlyDigits, partsOf, spread } from "./dateParts";

interface Props {
  label: string;
  /** `YYYY-MM-DD`; what is not complete yet is given as it is. */
  value: string;
  onChange: (value: string) => void;
  /** What is wrong and how to put it right. */
  fault?: string | undefined;
  isRequired?: boolean;
  onBlur?: () => void;
  testId: string;
  faultTestId?: string;
}

const LENGTH = { day: 2, month: 2, year: 4 } as const;
/** Keys with which people go on from one part of a date to the next. */
const SEPARATORS = new Set(["/", ".", "-"]);

/** A date in three boxes, in the order in which people here write one. Typed or pasted, never picked. */
export function DateField({
  label,
  value,
  onChange,
  fault,
  isRequired = false,
  onBlur,
  testId,
  faultTestId,
}: Props) {
  const text = useText();
  const { dateOrder } = useFormat();
  const faultId = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const [typed, setTyped] = useState<DateParts>(() => partsOf(value));
  // The form was cleared, or filled from elsewhere.
  const parts = asIso(typed) === value ? typed : partsOf(value);
  const change = (next: DateParts) => {
    setTyped(next);
    onChange(asIso(next));
  };
  const goOn = (from: DatePart) => {
    const next = dateOrder[dateOrder.indexOf(from) + 1];
    if (next !== undefined) group.current?.querySelector<HTMLInputElement>(`[name="${next}"]`)?.focus();
  };
  const left = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) onBlur?.();
  };
  return (
    <fieldset
      className="field date-field"
      ref={group}
      onBlur={left}
      data-required={isRequired || undefined}
      data-invalid={fault !== undefined || undefined}
    >
      <legend className="label">{label}</legend>
      {fault !== undefined && (
        <span className="fault" id={faultId} data-testid={faultTestId}>
          {fault}
        </span>
      )}
      <span className="date-parts">
        {dateOrder.map((part) => (
          <label key={part} className="date-part">
            <span className="hint">{text(`date-${part}`)}</span>
            <input
              className={`input date-${part}`}
              name={part}
              inputMode="numeric"
              autoComplete="off"
              dir="ltr"
              maxLength={LENGTH[part]}
              value={parts[part]}
              required={isRequired}
              aria-invalid={fault !== undefined}
              aria-describedby={fault === undefined ? undefined : faultId}
              onChange={(event) => change({ ...parts, [part]: onlyDigits(event.target.value) })}
              onKeyDown={(event) => {
                if (!SEPARATORS.has(event.key)) return;
                event.preventDefault();
                if (parts[part] !== "") goOn(part);
              }}
              onPaste={(event) => {
                const whole = spread(event.clipboardData.getData("text"), dateOrder);
                if (whole === undefined) return;
                event.preventDefault();
                change(whole);
              }}
              data-testid={`${testId}-${part}`}
            />
          </label>
        ))}
      </span>
    </fieldset>
  );
}
