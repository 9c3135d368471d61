import type { AddressForm, VoterCard } from "../../backend/bindings";
import { Banner, type Tone } from "../../components/Banner";
import { Photo } from "../../components/data";
import { Icon } from "../../components/Icon";
import { useFormat, useText } from "../../i18n";

export function addressLine(address: AddressForm): string {
  const { street, postcode, city, state, country } = address;
  return [street, `${postcode} ${city}`.trim(), state, country].filter((part) => part !== "").join(", ");
}

/** All that the officer compares with the voter's document, and where the voter stands. */
export function VoterCardView({ card }: { card: VoterCard }) {
  const text = useText();
  const format = useFormat();
  const mustVerify = (part: string) => card.standing.state === "may_check_in" && card.verify.includes(part);
  const fact = (label: string, value: string, part: string) => (
    <div className={`verify-item ${label}`}>
      <dt className="row">
        {text(label)}
        {mustVerify(part) && (
          <span className="tag">
            <Icon name="search" /> {text("compare")}
          </span>
        )}
      </dt>
      <dd dir="auto">{value === "" ? "–" : value}</dd>
    </div>
  );
  return (
    <>
      <div className="voter-head">
        <Photo picture={card.picture} name={card.name} size="big" />
        <div className="stack grow">
          <h2 className="voter-name" dir="auto">
            {card.name}
          </h2>
          <StandingNotice card={card} />
          <dl className="voter-grid">
            {fact(
              "date-of-birth",
              `${format.day(card.dateOfBirth)} (${text("age-years", { age: card.age })})`,
              "date_of_birth",
            )}
            {fact("registration-number", card.registrationNumber, "")}
            {fact("address", addressLine(card.address), "address")}
            {card.gender !== "" && fact("gender", card.gender, "")}
            {fact("ballot", format.list(card.ballotStyle.contests), "")}
          </dl>
          {card.hasPicture && card.picture === null && (
            <p className="muted small">{text("picture-not-here")}</p>
          )}
        </div>
      </div>
      {card.standing.state === "may_check_in" && (
        <p className="muted">
          {text("verify-lead", { parts: format.list(card.verify.map((part) => text(`verify-${part}`))) })}
        </p>
      )}
    </>
  );
}

/** The state in words, with when and where, and what to do. */
function StandingNotice({ card }: { card: VoterCard }) {
  const text = useText();
  const format = useFormat();
  const { standing } = card;
  const say = (kind: Tone, id: string, args: Record<string, string> = {}) => (
    <Banner kind={kind} title={text(`notice-${id}`, args)}>
      <p>{text(`notice-${id}-do`, args)}</p>
    </Banner>
  );
  switch (standing.state) {
    case "may_check_in":
      return say("success", "may_check_in");
    case "pending":
    case "rejected":
    case "withdrawn":
      return say("warning", standing.state);
    case "checked_in":
      return say(standing.issued ? "error" : "info", standing.issued ? "issued" : "checked_in", {
        at: format.time(standing.at),
      });
    case "checked_in_elsewhere":
      return say("error", "elsewhere", { at: format.time(standing.at), place: standing.place.name });
    case "other_polling_station":
      return say("warning", "other_station", {
        place: standing.place.name,
        address: standing.place.address === "" ? standing.place.district : standing.place.address,
      });
  }
}
