import type { ReactNode } from "react";
import {
  CheckboxButton,
  CheckboxField,
  Label,
  RadioButton,
  RadioField,
  RadioGroup as AriaRadioGroup,
  Text,
} from "react-aria-components";

export interface Option {
  value: string;
  label: string;
  hint?: string;
  testId?: string;
}

interface RadioProps {
  label: string;
  hint?: string;
  value: string | null;
  onChange: (value: string) => void;
  options: readonly Option[];
  orientation?: "horizontal" | "vertical";
}

export function RadioGroup({ label, hint, value, onChange, options, orientation = "vertical" }: RadioProps) {
  return (
    <AriaRadioGroup
      className={`field choices ${orientation}`}
      value={value}
      onChange={onChange}
      orientation={orientation}
    >
      <Label className="label">{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <div className="choice-list">
        {options.map((option) => (
          <RadioField key={option.value} value={option.value}>
            <RadioButton className="choice radio" data-testid={option.testId}>
              <span className="mark" aria-hidden="true" />
              <span>
                {option.label}
                {option.hint !== undefined && <span className="hint block">{option.hint}</span>}
              </span>
            </RadioButton>
          </RadioField>
        ))}
      </div>
    </AriaRadioGroup>
  );
}

interface CheckboxProps {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  children: ReactNode;
  isDisabled?: boolean;
  testId?: string;
}

export function Checkbox({ isSelected, onChange, children, isDisabled, testId }: CheckboxProps) {
  return (
    <CheckboxField isSelected={isSelected} onChange={onChange} isDisabled={isDisabled ?? false}>
      <CheckboxButton className="choice check" data-testid={testId}>
        <span className="mark" aria-hidden="true" />
        <span>{children}</span>
      </CheckboxButton>
    </CheckboxField>
  );
}

interface SelectProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly Option[];
  width?: "medium" | "full";
  testId?: string;
}

/** The platform's own list: it works with every keyboard, switch and screen reader. */
export function Select({ label, value, onChange, options, width = "medium", testId }: SelectProps) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      <select
        className={`input ${width}`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-testid={testId}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
