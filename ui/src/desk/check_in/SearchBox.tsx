import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { CommandError, VoterRow } from "../../backend/bindings";
import { desk, errorOf } from "../../backend";
import { useCommand } from "../../backend/useCommand";
import { Banner, ErrorBanner } from "../../components/Banner";
import { useFormat, useText } from "../../i18n";
import { StandingTag } from "./StandingTag";
import { useLicenceScan } from "./useLicenceScan";

interface Props {
  /** False while a voter is chosen: the list would only be in the way. */
  isOpen: boolean;
  onChoose: (voterId: string) => void;
  /** The query was changed: what was chosen is no longer meant. */
  onTyped: () => void;
  notFound: ReactNode;
}

const LIMIT = 12;
const PAUSE_MS = 80;

/** One box for name parts, number or date of birth; results as one types; a scanner types and sends Enter. */
export function SearchBox({ isOpen, onChoose, onTyped, notFound }: Props) {
  const text = useText();
  const format = useFormat();
  const [query, setQuery] = useState("");
  const { rows, total, error, answered } = useSearch(query, format.dateOrder[0] === "month");
  const [at, setAt] = useState(0);
  const [isExpired, setExpired] = useState(false);
  const enterWaits = useRef(false);
  const shown = isOpen ? rows : [];
  const choose = (row: VoterRow | undefined) => {
    if (row) onChoose(row.voterId);
  };
  useEffect(() => {
    // Enter that came before the answer, as from a scanner: it means the only voter found.
    if (!enterWaits.current || answered !== query) return;
    enterWaits.current = false;
    const [only] = rows;
    if (rows.length === 1 && only) onChoose(only.voterId);
  }, [answered, query, rows, onChoose]);
  const licence = useCommand();
  const takeScan = useLicenceScan(query === "", (scanned) => {
    onTyped();
    void licence
      .run(() => desk("read_licence", { text: scanned }))
      .then((card) => {
        if (!card) return;
        setExpired(card.expired);
        setQuery(card.query);
        setAt(0);
      });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (takeScan(event)) return;
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Escape") setQuery("");
    else if (event.key !== "Enter") return;
    else if (answered === query) choose(shown[at]);
    else enterWaits.current = true;
    event.preventDefault();
  };
  const isEmpty = isOpen && answered !== "" && answered === query && rows.length === 0 && !error;
  return (
    <div className="stack tight">
      <label className="label" htmlFor="voter-search">
        {text("search-label")}
      </label>
      <p className="hint" id="voter-search-hint">
        {text("search-hint")}
      </p>
      <input
        id="voter-search"
        className="input search-input"
        type="search"
        role="combobox"
        dir="auto"
        autoFocus
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={query}
        aria-describedby="voter-search-hint"
        aria-expanded={shown.length > 0}
        aria-controls="voter-results"
        aria-activedescendant={shown.length > 0 ? `result-${at}` : undefined}
        onChange={(event) => {
          setQuery(event.target.value);
          setExpired(false);
          setAt(0);
          onTyped();
        }}
        onFocus={(event) => event.target.select()}
        onKeyDown={onKeyDown}
        data-testid="search"
      />
      <ErrorBanner error={error ?? licence.error} />
      {isExpired && <Banner kind="warning">{text("licence-expired")}</Banner>}
      <p className="hidden-visually" role="status">
        {answered === "" ? "" : text("search-found", { count: total })}
      </p>
      <div
        id="voter-results"
        role="listbox"
        aria-label={text("search-results")}
        className={shown.length > 0 ? "search-results" : ""}
      >
        {shown.map((row, index) => (
          <div
            key={row.voterId}
            id={`result-${index}`}
            role="option"
            aria-selected={index === at}
            className="result"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(row)}
            onPointerEnter={() => setAt(index)}
            data-testid="result"
            data-voter-id={row.voterId}
          >
            <span>
              <strong dir="auto">{row.name}</strong>
              <span className="hint block" dir="auto">
                {format.facts([format.day(row.dateOfBirth), row.address])}
              </span>
            </span>
            <span className="result-end">
              <span className="mono small">{row.registrationNumber}</span>
              <StandingTag standing={row.standing} />
            </span>
          </div>
        ))}
      </div>
      {shown.length > 0 && total > shown.length && (
        <p className="hint" data-testid="more-results">
          {text("search-more", { count: total - shown.length })}
        </p>
      )}
      {isEmpty && (
        <div className="empty stack" data-testid="no-results">
          <p className="empty-title">{text("search-none")}</p>
          <p>{text("search-none-text")}</p>
          {notFound}
        </div>
      )}
    </div>
  );
}

interface Found {
  rows: VoterRow[];
  /** How many there are, those that are not in `rows` included. */
  total: number;
  error: CommandError | null;
  /** The query that the rows answer. */
  answered: string;
}

const NOTHING: Found = { rows: [], total: 0, error: null, answered: "" };

/** Asks a moment after the last key; an answer to an older query is dropped. */
function useSearch(query: string, monthFirst: boolean): Found {
  const [found, setFound] = useState<Found>(NOTHING);
  useEffect(() => {
    let isCurrent = true;
    const ask = () => {
      if (query.trim() === "") {
        setFound(NOTHING);
        return;
      }
      desk("search", { query, monthFirst, limit: LIMIT }).then(
        ({ voters, total }) => isCurrent && setFound({ rows: voters, total, error: null, answered: query }),
        (thrown: unknown) => isCurrent && setFound({ ...NOTHING, error: errorOf(thrown), answered: query }),
      );
    };
    const timer = window.setTimeout(ask, PAUSE_MS);
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [query, monthFirst]);
  return found;
}
