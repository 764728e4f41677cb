/** The API answered with problem+json. `message` is its sentence for people; `retryAfter` in seconds. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }
}

/** A stream or a request ended before its answer was complete. */
export class Cut extends Error {}

const PASSING = new Set([408, 425, 502, 503, 504]);

/** Whether asking again, with nothing changed, may succeed. */
export function passes(error: unknown): boolean {
  return error instanceof Problem ? PASSING.has(error.status) : !(error instanceof DOMException && error.name === "AbortError");
}

/** Whether the conversation itself is out of reach: its token expired or it was erased. */
export function conversationGone(error: unknown): boolean {
  return error instanceof Problem && (error.status === 401 || error.status === 404);
}

export async function problemOf(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get("Retry-After") ?? "");
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  const body: unknown = await response.json().catch(() => null);
  return new Problem(response.status, sentence(body), retryAfter);
}

function sentence(body: unknown): string {
  if (typeof body !== "object" || body === null) return "";
  const { detail, title } = body as { detail?: unknown; title?: unknown };
  if (typeof detail === "string") return detail;
  return typeof title === "string" ? title : "";
}
