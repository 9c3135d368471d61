import { useEffect, useRef, useState } from "react";
import { Banner } from "../../components/Banner";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { useText } from "../../i18n";

interface Props {
  maxBytes: number;
  onClose: () => void;
  onTaken: (bytes: Uint8Array, shown: string) => void;
}

/** Width and height of a taken picture, in pixels: as on a document. */
const WIDTH = 480;
const HEIGHT = 600;

/** The camera's picture, and one moment of it. The camera is off when this is closed. */
export function CameraDialog({ maxBytes, onClose, onTaken }: Props) {
  const text = useText();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<"starting" | "on" | "none">("starting");
  useEffect(() => {
    let stream: MediaStream | undefined;
    let isOver = false;
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" }, audio: false }).then(
      (opened) => {
        if (isOver) {
          opened.getTracks().forEach((track) => track.stop());
          return;
        }
        stream = opened;
        if (video.current) video.current.srcObject = opened;
        setState("on");
      },
      () => setState("none"),
    );
    return () => {
      isOver = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  const take = () => {
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    if (!video.current || !drawCovering(canvas, video.current)) return;
    canvas.toBlob(
      (blob) => {
        if (!blob || blob.size > maxBytes) return;
        const shown = canvas.toDataURL("image/jpeg", 0.8);
        void blob.arrayBuffer().then((buffer) => {
          onTaken(new Uint8Array(buffer), shown);
          onClose();
        });
      },
      "image/jpeg",
      0.85,
    );
  };
  return (
    <Dialog
      title={text("picture-camera")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button variant="primary" isDisabled={state !== "on"} onPress={take} testId="picture-take">
            {text("picture-take")}
          </Button>
          <Button onPress={onClose}>{text("cancel")}</Button>
        </>
      }
    >
      {state === "none" ? (
        <Banner kind="warning" testId="camera-none">
          {text("picture-no-camera")}
        </Banner>
      ) : (
        <video
          ref={video}
          className="camera"
          autoPlay
          muted
          playsInline
          aria-label={text("picture-camera")}
        />
      )}
    </Dialog>
  );
}

/** Fills the canvas with the middle of the video. */
function drawCovering(canvas: HTMLCanvasElement, video: HTMLVideoElement): boolean {
  const context = canvas.getContext("2d");
  if (!context || video.videoWidth === 0) return false;
  const scale = Math.max(canvas.width / video.videoWidth, canvas.height / video.videoHeight);
  const width = canvas.width / scale;
  const height = canvas.height / scale;
  const left = (video.videoWidth - width) / 2;
  const top = (video.videoHeight - height) / 2;
  context.drawImage(video, left, top, width, height, 0, 0, canvas.width, canvas.height);
  return true;
}
