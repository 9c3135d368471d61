import type { HomeStatus } from "../../backend/bindings";
import { desk } from "../../backend";
import { useText } from "../../i18n";
import { ReasonDialog } from "../ReasonDialog";

export function PauseDialog({
  onClose,
  onPaused,
}: {
  onClose: () => void;
  onPaused: (home: HomeStatus) => void;
}) {
  const text = useText();
  return (
    <ReasonDialog
      title={text("polls-pause-title")}
      lead={text("polls-pause-lead")}
      submitLabel={text("polls-pause")}
      testId="pause"
      onClose={onClose}
      onSubmit={async (reason) => onPaused(await desk("pause_polls", { reason }))}
    />
  );
}
