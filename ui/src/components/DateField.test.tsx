import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test } from "vitest";
import { type Language, Texts } from "../i18n";
import { DateField } from "./DateField";
import { asIso, onlyDigits, partsOf, spread } from "./dateParts";

function Field({ start = "" }: { start?: string }) {
  const [value, setValue] = useState(start);
  return (
    <>
      <DateField label="Date of birth" value={value} onChange={setValue} testId="born" />
      <output data-testid="value">{value}</output>
      <button type="button" data-testid="clear" onClick={() => setValue("")} />
    </>
  );
}

const show = (language: Language, start?: string) =>
  render(
    <Texts language={language} timeZone="UTC">
      <Field {...(start === undefined ? {} : { start })} />
    </Texts>,
  );
const value = () => screen.getByTestId("value").textContent;
const boxes = () => screen.getAllByRole<HTMLInputElement>("textbox").map(({ name }) => name);

describe("a date in three boxes", () => {
  test.each([
    ["en", ["month", "day", "year"]],
    ["fr", ["day", "month", "year"]],
    ["ar", ["day", "month", "year"]],
  ] as const)("stands in the order of %s", (language, order) => {
    show(language);
    expect(boxes()).toEqual(order);
  });

  test("is typed through with the keys that stand between its parts", async () => {
    show("fr");
    const user = userEvent.setup();
    await user.click(screen.getByTestId("born-day"));
    await user.keyboard("5.4.1980");
    expect(value()).toBe("1980-04-05");
  });

  test("is no date until it is complete, and empty only when nothing was typed", async () => {
    show("fr");
    const user = userEvent.setup();
    await user.type(screen.getByTestId("born-day"), "31");
    expect(value()).toBe("--31");
    await user.type(screen.getByTestId("born-year"), "19x80");
    expect(value()).toBe("1980--31");
    await user.clear(screen.getByTestId("born-year"));
    await user.clear(screen.getByTestId("born-day"));
    expect(value()).toBe("");
  });

  test("takes a whole date that is pasted, digits of every script, and a form that is cleared", () => {
    show("en", "2001-02-28");
    expect(screen.getByTestId<HTMLInputElement>("born-month").value).toBe("02");
    const paste = (text: string) =>
      fireEvent.paste(screen.getByTestId("born-month"), { clipboardData: { getData: () => text } });
    paste("12/17/1997");
    expect(value()).toBe("1997-12-17");
    fireEvent.change(screen.getByTestId("born-day"), { target: { value: "٠٥" } });
    expect(value()).toBe("1997-12-05");
    fireEvent.click(screen.getByTestId("clear"));
    expect(screen.getByTestId<HTMLInputElement>("born-year").value).toBe("");
  });

  test("parts and whole say the same", () => {
    for (const iso of ["", "1980-05-31", "1980--", "--7", "198-5-1"]) expect(asIso(partsOf(iso))).toBe(iso);
    expect(spread("1980-05-31", ["month", "day", "year"])).toEqual({ day: "31", month: "05", year: "1980" });
    expect(spread("31.05.80", ["day", "month", "year"])).toBeUndefined();
    expect(spread("hello", ["day", "month", "year"])).toBeUndefined();
    expect(onlyDigits("१२ x３")).toBe("123");
  });
});
