import type { Connection } from "../../backend/bindings";
import { useFormat, useText } from "../../i18n";

/** The connection in words: "Connected since 9:14". */
export function useConnectionText(connection: Connection, now?: string): string {
  const text = useText();
  const format = useFormat();
  return "since" in connection
    ? text(`connection-${connection.state}`, { since: format.time(connection.since, now) })
    : text(`connection-${connection.state}`);
}
