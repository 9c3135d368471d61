import { useState } from "react";
import { desk } from "../../backend";
import { useLoad } from "../../backend/useCommand";
import { ErrorBanner } from "../../components/Banner";
import { Panel } from "../../components/Page";
import { TextField } from "../../components/TextField";
import { useFormat, useText } from "../../i18n";

/** Where a voter of another place has to go. */
export function Places() {
  const text = useText();
  const format = useFormat();
  const [query, setQuery] = useState("");
  const places = useLoad(
    () => (query.trim() === "" ? Promise.resolve([]) : desk("polling_places", { query })),
    query,
  );
  return (
    <Panel title={text("places-title")}>
      <TextField
        label={text("places-label")}
        hint={text("places-hint")}
        value={query}
        onChange={setQuery}
        type="search"
        maxLength={200}
        testId="places-query"
      />
      <ErrorBanner error={places.error} />
      <ul className="plain" data-testid="places">
        {places.value?.slice(0, 8).map((place) => (
          <li key={place.id} className="place">
            <strong dir="auto">{place.name}</strong>
            <span className="hint block" dir="auto">
              {format.facts([place.address, place.district])}
            </span>
          </li>
        ))}
      </ul>
      {query.trim() !== "" && places.value?.length === 0 && <p className="muted">{text("places-none")}</p>}
    </Panel>
  );
}
