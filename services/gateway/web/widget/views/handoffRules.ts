import type { Phrases } from "../strings";
import type { HandoffRequest } from "../wire/types";

export type Faults = Partial<Record<"name" | "email" | "description", string>>;

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** A sentence for each field that cannot be sent as it is. */
export function faultsOf(request: HandoffRequest, phrases: Phrases): Faults {
  const faults: Faults = {};
  if (!request.name) faults.name = phrases.nameMissing;
  if (!request.email) faults.email = phrases.emailMissing;
  else if (!EMAIL.test(request.email)) faults.email = phrases.emailWrong;
  if (!request.description) faults.description = phrases.descriptionMissing;
  return faults;
}

export function requestOf(form: HTMLFormElement, request_id: string): HandoffRequest {
  const data = new FormData(form);
  const read = (name: string): string => String(data.get(name) ?? "").trim();
  const phone = read("phone");
  return {
    name: read("name"),
    email: read("email"),
    ...(phone && { phone }),
    description: read("description"),
    priority: read("priority") as HandoffRequest["priority"],
    request_id,
  };
}
