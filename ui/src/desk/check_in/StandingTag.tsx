import type { Standing } from "../../backend/bindings";
import { useText } from "../../i18n";

const TONES: Record<Standing["state"], string> = {
  may_check_in: "good",
  pending: "warn",
  rejected: "bad",
  withdrawn: "bad",
  checked_in: "warn",
  checked_in_elsewhere: "bad",
  other_polling_station: "warn",
};

/** Where a voter stands, in two words. */
export function StandingTag({ standing }: { standing: Standing }) {
  const text = useText();
  const id = standing.state === "checked_in" && standing.issued ? "checked_in_issued" : standing.state;
  return <span className={`tag ${TONES[standing.state]}`}>{text(`standing-${id}`)}</span>;
}
