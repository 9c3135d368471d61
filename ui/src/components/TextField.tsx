import { FieldError, Input, Label, Text, TextArea, TextField as AriaTextField } from "react-aria-components";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  /** What is wrong and how to put it right. */
  fault?: string | undefined;
  type?: "text" | "password" | "date" | "email" | "tel" | "search";
  inputMode?: "text" | "numeric" | "tel" | "email";
  isRequired?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
  onBlur?: () => void;
  rows?: number;
  maxLength?: number;
  width?: "full" | "short" | "medium";
  testId?: string | undefined;
  faultTestId?: string | undefined;
  /** `auto` for names, which may be in any script; `ltr` for codes and numbers. */
  dir?: "auto" | "ltr";
}

/** A labelled field: the label above, the hint under it, the fault in words beside the field. */
export function TextField(props: Props) {
  const {
    label,
    value,
    onChange,
    hint,
    fault,
    type = "text",
    inputMode,
    rows,
    width = "full",
    dir = "auto",
  } = props;
  const shared = {
    className: `input ${width}`,
    "data-testid": props.testId,
    dir,
    inputMode,
    maxLength: props.maxLength,
  };
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={fault !== undefined}
      isRequired={props.isRequired ?? false}
      isDisabled={props.isDisabled ?? false}
      validationBehavior="aria"
      autoComplete="off"
      // A screen opens at its first field; the officer types or scans at once.
      autoFocus={props.autoFocus ?? false}
      onBlur={() => props.onBlur?.()}
      type={type}
    >
      <Label className="label">{label}</Label>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="fault" data-testid={props.faultTestId}>
        {fault}
      </FieldError>
      {rows === undefined ? <Input {...shared} spellCheck={false} /> : <TextArea {...shared} rows={rows} />}
    </AriaTextField>
  );
}
