import { useState } from "react";
import { desk } from "../../backend";
import { RadioGroup } from "../../components/choices";
import { CommandDialog } from "../../components/CommandDialog";
import { TextField } from "../../components/TextField";
import { useText } from "../../i18n";

const HELPERS = ["officers", "chosen"] as const;

/** The voter in the booth is helped at their wish: the log says by whom, and not whom. */
export function AssistanceDialog({ onClose, onNoted }: { onClose: () => void; onNoted: () => void }) {
  const text = useText();
  const [helper, setHelper] = useState<(typeof HELPERS)[number]>("officers");
  const [name, setName] = useState("");
  const by = helper === "officers" ? "two officers" : `a person of the voter's choice: ${name.trim()}`;
  return (
    <CommandDialog
      title={text("assist-title")}
      submitLabel={text("assist-submit")}
      isReady={helper === "officers" || name.trim() !== ""}
      testId="assist-confirm"
      onClose={onClose}
      onSubmit={async () => {
        await desk("note_assistance", { by });
        onNoted();
      }}
    >
      <p>{text("assist-lead")}</p>
      <RadioGroup
        label={text("assist-by")}
        value={helper}
        onChange={(value) => setHelper(value === "chosen" ? "chosen" : "officers")}
        options={HELPERS.map((value) => ({
          value,
          label: text(`assist-${value}`),
          testId: `assist-${value}`,
        }))}
      />
      {helper === "chosen" && (
        <TextField
          label={text("assist-name")}
          value={name}
          onChange={setName}
          maxLength={200}
          testId="assist-name"
        />
      )}
    </CommandDialog>
  );
}
