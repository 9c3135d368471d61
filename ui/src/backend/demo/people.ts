import type { PollingPlace, Standing, VoterCard, VoterRow } from "../bindings";

export const ELSEWHERE: PollingPlace = {
  id: "mill-lane",
  name: "Mill Lane Community Centre",
  address: "48 Mill Lane, Riverton",
  district: "Ward 3, Precinct 7",
};

export const PLACES: PollingPlace[] = [
  ELSEWHERE,
  {
    id: "north",
    name: "North Library",
    address: "2 Library Square, Riverton",
    district: "Ward 1, Precinct 2",
  },
  { id: "harbour", name: "Harbour Hall", address: "", district: "Ward 4, Precinct 9" },
];

interface Person {
  name: string;
  born: string;
  standing: Standing;
  street?: string;
  isPictured?: boolean;
}

const may: Standing = { state: "may_check_in" };

/** A roll with every standing, long names and other scripts. */
export function people(now: string): Person[] {
  return [
    { name: "Grace Oyelaran", born: "1984-02-29", standing: may, isPictured: true },
    { name: "Grace Lindqvist", born: "1991-07-14", standing: { state: "checked_in", at: now, issued: true } },
    { name: "Graham Tully", born: "1958-11-03", standing: { state: "checked_in", at: now, issued: false } },
    { name: "ग्रेस मेनन", born: "1999-12-01", standing: may },
    { name: "نور الدين بن يوسف", born: "1973-05-22", standing: may, isPictured: true },
    { name: "Grazyna Wiśniewska", born: "2001-03-17", standing: { state: "pending" } },
    {
      name: "María de los Ángeles Grijalva-Santamaría Fernández de Córdoba y Echeverría",
      born: "1966-08-09",
      standing: may,
      street: "1207 Old Riverside Boulevard North, Apartment 14, Building C",
    },
    {
      name: "Greta Holm",
      born: "1949-01-30",
      standing: { state: "checked_in_elsewhere", place: ELSEWHERE, at: now },
    },
    {
      name: "Gregor Vance",
      born: "1979-06-06",
      standing: { state: "other_polling_station", place: ELSEWHERE },
    },
    { name: "Grant Adeyemi", born: "1988-10-25", standing: { state: "rejected" } },
    { name: "Griet Maes", born: "1995-04-11", standing: { state: "withdrawn" } },
  ];
}

const FACE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 100"><rect width="80" height="100" fill="#c7d3dc"/><circle cx="40" cy="40" r="18" fill="#6b4a3a"/><path d="M6 100c2-28 16-38 34-38s32 10 34 38z" fill="#2f4a63"/></svg>',
)}`;

export function cardOf(person: Person, at: number): VoterCard {
  const { standing } = person;
  const reasons: VoterCard["provisionalReasons"] =
    standing.state === "may_check_in"
      ? ["identity_doubted"]
      : standing.state === "checked_in" || standing.state === "checked_in_elsewhere"
        ? ["already_checked_in"]
        : standing.state === "other_polling_station"
          ? ["other_polling_station", "roll_stale"]
          : ["not_accredited"];
  return {
    voterId: `voter-${at}`,
    name: person.name,
    registrationNumber: `RV-${100234 + at * 7919}`,
    dateOfBirth: person.born,
    age: 2026 - Number(person.born.slice(0, 4)) - (person.born.slice(5) > "11-03" ? 1 : 0),
    gender: at % 2 === 0 ? "F" : "",
    nationality: "US",
    address: {
      street: person.street ?? `${12 + at * 3} Oak Street`,
      city: "Riverton",
      state: "IL",
      country: "US",
      postcode: "61001",
    },
    email: "",
    phone: "",
    cell: "",
    picture: person.isPictured ? FACE : null,
    hasPicture: at !== 3,
    ballotStyle: {
      id: "ward-2",
      contests: ["Mayor of Riverton", "City Council, Ward 2", "Name of the new river park"],
    },
    registeredAt: "2024-03-11T15:00:00Z",
    standing,
    verify: person.isPictured ? ["name", "date_of_birth", "picture"] : ["name", "date_of_birth", "address"],
    provisionalReasons: reasons,
    mayUndo: standing.state === "checked_in" && !standing.issued,
    mayIssue: standing.state === "checked_in" && !standing.issued,
    obstacle: null,
    provisionalBefore: null,
  };
}

export function rowOf(card: VoterCard): VoterRow {
  return {
    voterId: card.voterId,
    name: card.name,
    registrationNumber: card.registrationNumber,
    dateOfBirth: card.dateOfBirth,
    address: `${card.address.street}, ${card.address.city}`,
    standing: card.standing,
  };
}
