import { CommandFailure } from "..";
import type { CommandError, FieldFault, Param, Remedy } from "../bindings";

export function refusal(
  code: string,
  remedy: Remedy = "refused",
  params: Record<string, Param> = {},
  detail = "",
  faults: FieldFault[] = [],
): CommandFailure {
  const error: CommandError = { code, remedy, params, faults, detail };
  return new CommandFailure(error);
}
