import type { BoothCandidate } from "../backend/bindings";
import { Photo } from "../components/data";
import { useText } from "../i18n";

interface Props {
  candidate: BoothCandidate;
  isRanked: boolean;
  /** Somebody here stands for a party; otherwise nobody is called independent of one. */
  hasParties: boolean;
  /** Somebody here has a picture; where nobody has, as on a measure, letters in its place say nothing. */
  hasPictures: boolean;
  /** Place among the marks from 1; 0 when not marked. */
  rank: number;
  /** All votes are used: another choice has to be given up first. */
  isClosed: boolean;
  onPress: () => void;
}

/** A candidate: the whole card is the target. */
export function CandidateButton({
  candidate,
  isRanked,
  hasParties,
  hasPictures,
  rank,
  isClosed,
  onPress,
}: Props) {
  const text = useText();
  const isMarked = rank > 0;
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isMarked}
      aria-disabled={isClosed && !isMarked}
      className={`candidate ${isClosed && !isMarked ? "closed" : ""}`}
      onClick={onPress}
      onKeyDown={(event) => {
        // A checkbox answers Space only; the second switch may send Enter.
        if (event.key !== "Enter") return;
        event.preventDefault();
        if (!event.repeat) onPress();
      }}
      data-testid="candidate"
      data-candidate={candidate.id}
    >
      <span className={`candidate-mark ${isRanked ? "ranked" : ""}`} aria-hidden="true">
        {isMarked && (isRanked ? rank : <span className="tick" />)}
      </span>
      {hasPictures && <Photo picture={candidate.picture} name={candidate.name} />}
      <span className="candidate-words">
        <span className="candidate-name" dir="auto">
          {candidate.name}
        </span>
        {hasParties && (
          <span className="candidate-party" dir="auto">
            {candidate.party === "" ? text("booth-independent") : candidate.party}
          </span>
        )}
        {isRanked && isMarked && <span className="hidden-visually">{text("booth-rank-of", { rank })}</span>}
      </span>
    </button>
  );
}
