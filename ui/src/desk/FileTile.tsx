import type { FoundFile } from "../backend/bindings";
import { useFormat } from "../i18n";

interface Props {
  file: FoundFile;
  isChosen?: boolean;
  onChoose: () => void;
  testId: string;
}

/** A file on a stick, as it is chosen from a list. */
export function FileTile({ file, isChosen, onChoose, testId }: Props) {
  const format = useFormat();
  const facts = [
    file.drive,
    format.bytes(file.size),
    ...(file.modified === null ? [] : [format.moment(file.modified)]),
  ];
  return (
    <button
      type="button"
      className="file-tile"
      aria-pressed={isChosen}
      onClick={onChoose}
      data-testid={testId}
      data-file-name={file.name}
    >
      <span>
        <strong dir="auto">{file.name}</strong>
        <span className="hint block">{format.facts(facts)}</span>
      </span>
    </button>
  );
}
