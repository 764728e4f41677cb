import type { JSX } from "preact";

interface Props {
  name: string;
  label: string;
  type?: "text" | "email" | "tel";
  autocomplete?: string;
  hint?: string;
  value?: string;
  rows?: number;
  limit?: number;
  fault?: string | undefined;
}

export function Field({ name, label, type = "text", autocomplete, hint, value, rows, limit, fault }: Props): JSX.Element {
  const id = `field-${name}`;
  const shared = {
    id,
    name,
    dir: "auto" as const,
    maxLength: limit ?? (rows ? 4_000 : 200),
    defaultValue: value ?? "",
    "aria-invalid": Boolean(fault),
    "aria-describedby": fault ? `${id}-fault` : undefined,
  };
  return (
    <div class="input">
      <label for={id}>{label}{hint && <span> · {hint}</span>}</label>
      {rows ? <textarea {...shared} rows={rows} /> : <input {...shared} type={type as "text"} autocomplete={autocomplete} list={undefined} />}
      {fault && <p class="fault" id={`${id}-fault`}>{fault}</p>}
    </div>
  );
}
