import type { CloseCounts } from "../../backend/bindings";
import { Banner } from "../../components/Banner";
import { useFormat, useText } from "../../i18n";

/** Voters let in on one side, ballots on the other: the two sums must be equal. */
export function Reconciliation({ counts }: { counts: CloseCounts }) {
  const text = useText();
  const format = useFormat();
  const voters = counts.checkIns + counts.provisionalCases;
  const ballots = counts.ballots + counts.provisional + counts.fled;
  const row = (id: string, value: number) => (
    <tr key={id}>
      <th scope="row">{text(id)}</th>
      <td className="numeric amount">{format.number(value)}</td>
    </tr>
  );
  return (
    <div className="stack">
      <div className="columns">
        <table>
          <caption className="label">{text("reconcile-voters")}</caption>
          <tbody>
            {row("count-checked-in", counts.checkIns)}
            {row("count-cases", counts.provisionalCases)}
            {row("reconcile-sum", voters)}
          </tbody>
        </table>
        <table>
          <caption className="label">{text("reconcile-ballots")}</caption>
          <tbody>
            {row("count-ballots", counts.ballots)}
            {row("count-provisional", counts.provisional)}
            {row("count-fled", counts.fled)}
            {row("reconcile-sum", ballots)}
          </tbody>
        </table>
      </div>
      <Banner
        kind={counts.reconciles ? "success" : "error"}
        testId="reconciles"
        data={{ "data-value": String(counts.reconciles) }}
      >
        {counts.reconciles
          ? text("reconcile-ok")
          : text("reconcile-bad", { difference: Math.abs(voters - ballots) })}
      </Banner>
      <p className="muted">
        {text("reconcile-also", {
          spoiled: counts.spoiled,
          undone: counts.undone,
          registrations: counts.registrations,
        })}
      </p>
    </div>
  );
}
