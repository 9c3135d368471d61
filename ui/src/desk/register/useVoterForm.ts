import { useCallback, useEffect, useState } from "react";
import type { FieldFault, FormCheck, FormOptions, VoterForm } from "../../backend/bindings";
import { desk } from "../../backend";
import { useLoad } from "../../backend/useCommand";

export const EMPTY_FORM: VoterForm = {
  registrationNumber: "",
  name: "",
  dateOfBirth: "",
  gender: "",
  nationality: "",
  address: { street: "", city: "", state: "", country: "", postcode: "" },
  email: "",
  phone: "",
  cell: "",
  picture: "",
  ballotStyle: "",
};

export interface FormState {
  form: VoterForm;
  options: FormOptions | undefined;
  age: number | null;
  /** Rules that are broken, whether they show yet or not. */
  faults: readonly FieldFault[];
  change: (part: Partial<VoterForm>) => void;
  leave: (field: string) => void;
  /** The fault of a field that was left, or of any field once the whole was looked at. */
  faultOf: (field: string) => FieldFault | undefined;
  showAll: () => void;
  reset: () => void;
}

const NOTHING: FormCheck = { faults: [], age: null };

/** The form as it is filled in; the station checks it, a fault shows when its field was left. */
export function useVoterForm(insists: (fault: FieldFault) => boolean = () => true): FormState {
  const [form, setForm] = useState(EMPTY_FORM);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  const [check, setCheck] = useState(NOTHING);
  const options = useLoad(() => desk("form_options"));
  useEffect(() => {
    let isCurrent = true;
    const timer = window.setTimeout(() => {
      desk("check_form", form).then(
        (answer) => isCurrent && setCheck(answer),
        () => undefined,
      );
    }, 120);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [form]);
  const faults = check.faults.filter(insists);
  const leave = useCallback((field: string) => setLeft((before) => new Set([...before, field])), []);
  return {
    form,
    options: options.value,
    age: check.age,
    faults,
    change: (part) => setForm((before) => ({ ...before, ...part })),
    leave,
    faultOf: (field) =>
      isAll || left.has(field) ? faults.find((fault) => fault.field === field) : undefined,
    showAll: () => setAll(true),
    reset: () => {
      setForm(EMPTY_FORM);
      setLeft(new Set());
      setAll(false);
    },
  };
}
