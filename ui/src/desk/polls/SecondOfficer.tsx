import { desk } from "../../backend";
import { useLoad } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Select } from "../../components/choices";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";
import { useDesk } from "../DeskContext";

export interface Second {
  officerId: string;
  pin: string;
}

/** Opening and closing take two officers: the one at the desk and another with their own PIN. */
export function SecondOfficer({ second, onChange }: { second: Second; onChange: (second: Second) => void }) {
  const text = useText();
  const { app } = useDesk();
  const officers = useLoad(() => desk("officers"));
  const others = (officers.value ?? []).filter((officer) => officer.id !== app.officer?.id);
  return (
    <div className="stack">
      <p>{text("second-lead", { name: app.officer?.name ?? "" })}</p>
      <ErrorBanner error={officers.error} />
      <Select
        label={text("second-officer")}
        value={second.officerId}
        onChange={(officerId) => onChange({ ...second, officerId })}
        options={[
          { value: "", label: text("choose") },
          ...others.map(({ id, name, role }) => ({ value: id, label: `${name} – ${text(`role-${role}`)}` })),
        ]}
        testId="second-officer"
      />
      <TextField
        label={text("second-pin")}
        type="password"
        inputMode="numeric"
        width="short"
        dir="ltr"
        value={second.pin}
        onChange={(pin) => onChange({ ...second, pin: pin.replace(/\D/gu, "") })}
        testId="second-pin"
      />
    </div>
  );
}
