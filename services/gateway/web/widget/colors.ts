const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

/** Red, green, blue from 0 to 1; null for what is not `#rgb` or `#rrggbb`. */
function channels(color: string): [number, number, number] | null {
  const digits = HEX.exec(color.trim())?.[1];
  if (!digits) return null;
  const wide = digits.length === 3 ? Array.from(digits, (digit) => digit + digit).join("") : digits;
  const at = (index: number): number => parseInt(wide.slice(index, index + 2), 16) / 255;
  return [at(0), at(2), at(4)];
}

function luminance(rgb: [number, number, number]): number {
  const [red, green, blue] = rgb.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Black or white, whichever reads better on the colour. */
export function inkOn(color: string): string {
  const rgb = channels(color);
  if (!rgb) return "#ffffff";
  const light = luminance(rgb);
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.0565 ? "#ffffff" : "#14161a";
}

const HARMLESS = /^[#\w\s(),.%/-]+$/;

const isColor = (value: string | undefined): value is string =>
  value !== undefined && HARMLESS.test(value) && CSS.supports("color", value);

/** The custom properties of a theme. Colours that the browser does not know are left out. */
export function themeRules(primary: string | undefined, onPrimary: string | undefined): string {
  if (!isColor(primary)) return "";
  const ink = isColor(onPrimary) ? onPrimary : inkOn(primary);
  return `.widget{--brand:${primary};--on-brand:${ink}}`;
}
