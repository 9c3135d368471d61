import type { Drive } from "../backend/bindings";
import { desk } from "../backend";
import { useCommand, useLoad } from "../backend/useCommand";
import { ErrorBanner } from "../components/Banner";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { EmptyState, Spinner } from "../components/Page";
import { useFormat, useText } from "../i18n";

interface Props {
  title: string;
  onClose: () => void;
  /** Writes to the drive; the dialog closes when that has worked. */
  onChoose: (drive: Drive) => Promise<void>;
}

/** Which stick to write to. */
export function DriveDialog({ title, onClose, onChoose }: Props) {
  const text = useText();
  const format = useFormat();
  const drives = useLoad(() => desk("drives"));
  const command = useCommand();
  const choose = (drive: Drive) =>
    void command.run(async () => {
      await onChoose(drive);
      onClose();
    });
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={drives.reload} testId="drives-refresh">
            {text("refresh")}
          </Button>
          <Button onPress={onClose}>{text("cancel")}</Button>
        </>
      }
    >
      <ErrorBanner error={command.error ?? drives.error} />
      {(command.isPending || (!drives.value && !drives.error)) && (
        <Spinner label={text(command.isPending ? "writing" : "loading")} />
      )}
      {drives.value?.length === 0 && (
        <EmptyState title={text("no-drive")}>
          <p>{text("no-drive-text")}</p>
        </EmptyState>
      )}
      {drives.value?.map((drive) => (
        <button
          type="button"
          key={drive.id}
          className="file-tile"
          disabled={command.isPending}
          onClick={() => choose(drive)}
          data-testid={`drive-${drive.id}`}
        >
          <span>
            <strong dir="auto">{drive.name}</strong>
            <span className="hint block">
              {text(drive.removable ? "drive-stick" : "drive-folder")}
              {drive.freeBytes !== null &&
                ` · ${text("drive-free", { free: format.bytes(drive.freeBytes) })}`}
            </span>
          </span>
        </button>
      ))}
    </Dialog>
  );
}
