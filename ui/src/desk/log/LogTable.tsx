import type { LogLineView } from "../../backend/bindings";
import { hasText, useFormat, useText } from "../../i18n";

/** What an officer typed, or the number of a case: never an id of a voter. */
function detailOf({ code, params }: LogLineView): string {
  if (code === "opened_outside_hours") return "";
  const detail = params["case"] ?? params["reason"] ?? params["text"] ?? "";
  return String(detail);
}

/** The lines of the log, each as a sentence. */
export function LogTable({ lines }: { lines: readonly LogLineView[] }) {
  const text = useText();
  const format = useFormat();
  const sentence = (line: LogLineView) => {
    const id = `line-${line.code}`;
    return hasText(id) ? text(id, line.params) : text(`kind-${line.kind}`);
  };
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={text("log-title")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text("log-entry")}</th>
            <th scope="col">{text("log-at")}</th>
            <th scope="col">{text("log-what")}</th>
            <th scope="col">{text("officer")}</th>
            <th scope="col">{text("log-central")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.entry} data-testid="log-line" data-kind={line.kind} data-code={line.code}>
              <td className="numeric">{format.number(line.entry)}</td>
              <td className="numeric nowrap">{line.at === null ? "–" : format.moment(line.at)}</td>
              <td>
                {sentence(line)}
                {detailOf(line) !== "" && (
                  <span className="hint block" dir="auto">
                    {detailOf(line)}
                  </span>
                )}
              </td>
              <td dir="auto">{line.officer === "" ? "–" : line.officer}</td>
              <td>
                <span className={`tag ${line.confirmed ? "good" : ""}`}>
                  {text(line.confirmed ? "log-confirmed" : "log-waiting")}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
