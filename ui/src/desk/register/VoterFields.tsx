import type { FieldFault, VoterForm } from "../../backend/bindings";
import { Select } from "../../components/choices";
import { DateField } from "../../components/DateField";
import { TextField } from "../../components/TextField";
import { hasText, useFormat, useText } from "../../i18n";
import type { FormState } from "./useVoterForm";

type TextKey = "registrationNumber" | "name" | "gender" | "nationality" | "email" | "phone" | "cell";
type AddressKey = keyof VoterForm["address"];

interface Field {
  name: string;
  value: string;
  set: (value: string) => void;
  hint?: string;
  type?: "text" | "email" | "tel";
  isRequired?: boolean;
  dir?: "ltr";
  width?: "short" | "medium";
}

/** The sentence for a fault of a field. */
export function useFaultText(): (fault: FieldFault | undefined) => string | undefined {
  const text = useText();
  return (fault) =>
    fault && text(hasText(`fault-${fault.code}`) ? `fault-${fault.code}` : "fault-other", fault.params);
}

/** The fields of a voter record, grouped as on paper. */
export function VoterFields({ form: state, isClaim = false }: { form: FormState; isClaim?: boolean }) {
  const text = useText();
  const format = useFormat();
  const faultText = useFaultText();
  const { form, change, options } = state;
  const own = (key: TextKey) => ({ value: form[key], set: (value: string) => change({ [key]: value }) });
  const postal = (key: AddressKey) => ({
    value: form.address[key],
    set: (value: string) => change({ address: { ...form.address, [key]: value } }),
  });
  const field = ({ name, value, set, hint, type, isRequired, dir, width }: Field) => (
    <TextField
      key={name}
      label={text(`field-${name}`)}
      value={value}
      onChange={set}
      hint={hint}
      type={type ?? "text"}
      isRequired={isRequired ?? false}
      dir={dir ?? "auto"}
      width={width ?? "full"}
      maxLength={options?.maxChars ?? 200}
      fault={faultText(state.faultOf(name))}
      onBlur={() => state.leave(name)}
      testId={`field-${name}`}
      faultTestId={`fault-${name}`}
    />
  );
  const age = state.age;
  return (
    <div className="stack wide">
      <fieldset className="group">
        <legend>{text("form-person")}</legend>
        <div className="form-grid">
          {field({
            name: "registration_number",
            ...own("registrationNumber"),
            dir: "ltr",
            isRequired: !isClaim,
            hint: text("hint-registration_number"),
          })}
          {field({ name: "name", ...own("name"), isRequired: true, hint: text("hint-name") })}
          <div>
            <DateField
              label={text("field-date_of_birth")}
              value={form.dateOfBirth}
              onChange={(dateOfBirth) => change({ dateOfBirth })}
              fault={faultText(state.faultOf("date_of_birth"))}
              isRequired
              onBlur={() => state.leave("date_of_birth")}
              testId="field-date_of_birth"
              faultTestId="fault-date_of_birth"
            />
            {age !== null && (
              <p className="age" data-testid="age" role="status">
                {text("age-on-election-day", { age })}
              </p>
            )}
          </div>
          {field({ name: "gender", ...own("gender"), width: "short" })}
          {field({
            name: "nationality",
            ...own("nationality"),
            hint: text("hint-country"),
            dir: "ltr",
            width: "short",
          })}
        </div>
      </fieldset>
      <fieldset className="group">
        <legend>{text("form-address")}</legend>
        <div className="form-grid">
          {field({ name: "street", ...postal("street") })}
          {field({ name: "city", ...postal("city") })}
          {field({ name: "postcode", ...postal("postcode"), dir: "ltr", width: "short" })}
          {field({ name: "state", ...postal("state") })}
          {field({ name: "country", ...postal("country"), width: "medium" })}
        </div>
      </fieldset>
      <fieldset className="group">
        <legend>{text("form-contact")}</legend>
        <div className="form-grid">
          {field({ name: "email", ...own("email"), type: "email", dir: "ltr" })}
          {field({ name: "phone", ...own("phone"), type: "tel", dir: "ltr", width: "medium" })}
          {field({ name: "cell", ...own("cell"), type: "tel", dir: "ltr", width: "medium" })}
        </div>
      </fieldset>
      {options && options.ballotStyles.length > 1 && (
        <Select
          label={text("field-ballot_style")}
          value={form.ballotStyle === "" ? (options.ballotStyles[0]?.id ?? "") : form.ballotStyle}
          onChange={(ballotStyle) => change({ ballotStyle })}
          options={options.ballotStyles.map((style) => ({
            value: style.id,
            label: `${style.id}: ${format.list(style.contests)}`,
          }))}
          width="full"
          testId="field-ballot_style"
        />
      )}
    </div>
  );
}
