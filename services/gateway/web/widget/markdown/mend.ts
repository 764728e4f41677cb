const UNFINISHED_LINK = /!?\[[^\]\n]*(?:\](?:\([^)\n]*)?)?$/;

/** Text that is still being written, without the halves of marks that would flash: `**bo`, `[a](htt`. */
export function mend(text: string): string {
  const calm = text.replace(UNFINISHED_LINK, "");
  const line = calm.slice(calm.lastIndexOf("\n\n") + 1);
  const open = (mark: string): boolean => line.split(mark).length % 2 === 0;
  if (open("```")) return calm;
  if (open("`")) return `${calm}\``;
  return open("**") ? closed(calm, "**") : calm;
}

function closed(text: string, mark: string): string {
  const bare = text.replace(/\s+$/, "");
  return bare.endsWith(mark) ? bare.slice(0, -mark.length) : bare + mark;
}
