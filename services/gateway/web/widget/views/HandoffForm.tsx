import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "../wire/problem";
import type { Priority } from "../wire/types";
import { useShowing } from "./context";
import { Field } from "./Field";
import { type Faults, faultsOf, requestOf } from "./handoffRules";

/** How the server begins when it is stricter with an address than the rules here. */
const ABOUT_EMAIL = "email:";
const PRIORITIES: Priority[] = ["low", "medium", "high", "urgent"];

export function HandoffForm({ description, requestId }: { description: string; requestId: string }): JSX.Element {
  const { chat, phrases } = useShowing();
  const form = useRef<HTMLFormElement>(null);
  const [faults, setFaults] = useState<Faults>({});
  const [problem, setProblem] = useState("");
  const [sending, setSending] = useState(false);

  useEffect(() => {
    form.current?.scrollIntoView({ block: "start" });
    form.current?.querySelector("input")?.focus({ preventScroll: true });
  }, []);

  /** True when there was something to complain about. */
  const complain = (found: Faults): boolean => {
    setFaults(found);
    const first = Object.keys(found)[0];
    form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
    return first !== undefined;
  };
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (sending) return;
    const request = requestOf(form.current!, requestId);
    setProblem("");
    if (complain(faultsOf(request, phrases))) return;
    setSending(true);
    try {
      await chat.handOff(request);
    } catch (error) {
      setSending(false);
      const said = error instanceof Problem && error.message ? error.message : phrases.failed;
      if (said.startsWith(ABOUT_EMAIL)) complain({ email: phrases.emailWrong });
      else setProblem(said);
    }
  };
  return (
    <form ref={form} class="handoff" noValidate aria-label={phrases.formTitle} onSubmit={(event) => void onSubmit(event)}>
      <h3>{phrases.formTitle}</h3>
      <p class="lead">{phrases.formLead}</p>
      <Field name="name" label={phrases.name} autocomplete="name" fault={faults.name} />
      <div class="pair">
        <Field name="email" label={phrases.email} type="email" autocomplete="email" fault={faults.email} />
        <Field name="phone" label={phrases.phone} type="tel" autocomplete="tel" hint={phrases.optional} limit={50} />
      </div>
      <Field name="description" label={phrases.description} value={description} rows={4} fault={faults.description} />
      <fieldset>
        <legend>{phrases.priority}</legend>
        <div class="choices">
          {PRIORITIES.map((each) => (
            <label key={each}>
              <input type="radio" name="priority" value={each} defaultChecked={each === "medium"} />
              <span>{phrases[each as "low" | "medium" | "high" | "urgent"]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {problem && <p class="fault" role="alert">{problem}</p>}
      <button type="submit" class="primary wide" aria-disabled={sending}>{sending ? phrases.submitting : phrases.submit}</button>
      <button type="button" class="link dim" onClick={() => (chat.form.value = null)}>{phrases.cancel}</button>
    </form>
  );
}
