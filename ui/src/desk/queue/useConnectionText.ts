import type { Connection } from "../../backend/bindings";
import { useFormat, useText } from "../../i18n";
import { useDesk } from "../DeskContext";

/** The connection in words: "Connected since 9:14". In a training, that nothing is sent. */
export function useConnectionText(connection: Connection, now?: string): string {
  const text = useText();
  const format = useFormat();
  const { app } = useDesk();
  if (app.training !== null) return text("training-connection");
  return "since" in connection
    ? text(`connection-${connection.state}`, { since: format.time(connection.since, now) })
    : text(`connection-${connection.state}`);
}
