import type { Training } from "../backend/bindings";
import { desk } from "../backend";
import { useCommand } from "../backend/useCommand";
import { ErrorBanner } from "../components/Banner";
import { useText } from "../i18n";

/** The PINs with which officers practise, and the way back. */
export function TrainingMore({ training }: { training: Training }) {
  const text = useText();
  const command = useCommand();
  return (
    <>
      <span>
        {text("training-pins")}{" "}
        {training.officers.map(({ name, pin }) => (
          <span key={name} className="training-pin">
            {name} <span className="mono">{pin}</span>
          </span>
        ))}
      </span>
      <button
        type="button"
        disabled={command.isPending}
        onClick={() => void command.run(() => desk("end_training"))}
        data-testid="training-end"
      >
        {text("training-end")}
      </button>
      <ErrorBanner error={command.error} />
    </>
  );
}
