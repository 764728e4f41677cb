import type { JSX } from "preact";
import type { Appointment } from "../wire/types";
import { CheckIcon } from "./icons";

export function AppointmentCard({ of }: { of: Appointment }): JSX.Element {
  return (
    <div class={`ticket appointment ${of.status}`}>
      <span class="done"><CheckIcon /></span>
      <h3>{of.when}</h3>
      <p>{of.timezone} · {of.agent}</p>
      <p class="number"><b>{of.number}</b></p>
    </div>
  );
}
