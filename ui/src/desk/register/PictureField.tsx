import { useState } from "react";
import { desk } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Photo } from "../../components/data";
import { Dialog } from "../../components/Dialog";
import { EmptyState, Spinner } from "../../components/Page";
import { useText } from "../../i18n";
import { useLoad } from "../../backend/useCommand";
import { FileTile } from "../FileTile";
import { CameraDialog } from "./CameraDialog";

interface Props {
  /** What is shown; null when there is none, or when it came from a file that the window never sees. */
  picture: string | null;
  maxBytes: number;
  onPicture: (reference: string, shown: string | null) => void;
}

const hasCamera = () => "mediaDevices" in navigator;

/** A picture of the voter, from the camera or from a file on a stick. It may be left out. */
export function PictureField({ picture, maxBytes, onPicture }: Props) {
  const text = useText();
  const command = useCommand();
  const [open, setOpen] = useState<"camera" | "file" | null>(null);
  const [isStored, setStored] = useState(false);
  const store = (bytes: Uint8Array, shown: string) =>
    void command
      .run(() => desk("store_picture", bytes))
      .then((stored) => {
        if (!stored) return;
        setStored(true);
        onPicture(stored.reference, shown);
      });
  const storeFile = (fileId: string) =>
    void command
      .run(() => desk("store_picture_file", { fileId }))
      .then((stored) => {
        setOpen(null);
        if (!stored) return;
        setStored(true);
        onPicture(stored.reference, null);
      });
  const remove = () => {
    setStored(false);
    onPicture("", null);
  };
  return (
    <fieldset className="group">
      <legend>{text("field-picture")}</legend>
      <div className="row">
        {picture !== null && <Photo picture={picture} name="" size="big" />}
        <div className="stack tight">
          <p className="hint">{text(isStored ? "picture-stored" : "picture-hint")}</p>
          <div className="row">
            {hasCamera() && (
              <Button onPress={() => setOpen("camera")} testId="picture-camera">
                {text("picture-camera")}
              </Button>
            )}
            <Button onPress={() => setOpen("file")} testId="picture-file">
              {text("picture-file")}
            </Button>
            {isStored && (
              <Button variant="quiet" onPress={remove}>
                {text("picture-remove")}
              </Button>
            )}
          </div>
          <ErrorBanner error={command.error} />
        </div>
      </div>
      {open === "camera" && (
        <CameraDialog maxBytes={maxBytes} onClose={() => setOpen(null)} onTaken={store} />
      )}
      {open === "file" && <PictureFiles onClose={() => setOpen(null)} onChoose={storeFile} />}
    </fieldset>
  );
}

function PictureFiles({ onClose, onChoose }: { onClose: () => void; onChoose: (fileId: string) => void }) {
  const text = useText();
  const files = useLoad(() => desk("find_files", { kind: "picture" }));
  return (
    <Dialog
      title={text("picture-file")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={files.reload}>{text("refresh")}</Button>
          <Button onPress={onClose}>{text("cancel")}</Button>
        </>
      }
    >
      <ErrorBanner error={files.error} />
      {!files.value && !files.error && <Spinner label={text("loading")} />}
      {files.value?.length === 0 && (
        <EmptyState title={text("no-picture-file")}>
          <p>{text("no-picture-file-text")}</p>
        </EmptyState>
      )}
      {files.value?.map((file) => (
        <FileTile key={file.id} file={file} onChoose={() => onChoose(file.id)} testId="picture-choice" />
      ))}
    </Dialog>
  );
}
