import { Checkbox } from "../../components/choices";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";

export interface Declared {
  /** The name that the claimant typed. */
  name: string;
  /** The declaration is signed on paper instead. */
  onPaper: boolean;
}

export const UNDECLARED: Declared = { name: "", onPaper: false };

export function isDeclared({ name, onPaper }: Declared): boolean {
  return onPaper || name.trim() !== "";
}

/** Who votes provisionally declares that they may: by their typed name, or on the printed form. */
export function Declaration({ value, onChange }: { value: Declared; onChange: (value: Declared) => void }) {
  const text = useText();
  return (
    <fieldset className="stack tight" data-testid="declaration">
      <legend>{text("declaration-title")}</legend>
      <p>{text("declaration-text")}</p>
      <TextField
        label={text("declaration-name")}
        hint={text("declaration-hint")}
        value={value.name}
        onChange={(name) => onChange({ ...value, name })}
        isDisabled={value.onPaper}
        maxLength={200}
        testId="declaration-name"
      />
      <Checkbox
        isSelected={value.onPaper}
        onChange={(onPaper) => onChange({ name: onPaper ? "" : value.name, onPaper })}
        testId="declaration-paper"
      >
        {text("declaration-paper")}
      </Checkbox>
    </fieldset>
  );
}
