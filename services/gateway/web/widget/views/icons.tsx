import type { ComponentChildren, JSX } from "preact";

function Icon({ children, size = 20 }: { children: ComponentChildren; size?: number }): JSX.Element {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const ChatIcon = (): JSX.Element => (
  <Icon size={28}>
    <path d="M12 3.5c5 0 8.75 3.3 8.75 7.6S17 18.7 12 18.7c-.9 0-1.8-.1-2.6-.3-1.3 1.3-3 2-4.9 2.1.8-1 1.3-2.2 1.3-3.6-1.6-1.4-2.55-3.4-2.55-5.8C3.25 6.8 7 3.5 12 3.5Z" />
    <path d="M8.6 9.6h6.8M8.6 12.8h4.2" />
  </Icon>
);
export const DownIcon = ({ size = 20 }: { size?: number }): JSX.Element => (
  <Icon size={size}><path d="m6 9.5 6 6 6-6" /></Icon>
);
export const CloseIcon = ({ size = 18 }: { size?: number }): JSX.Element => (
  <Icon size={size}><path d="M6 6l12 12M18 6 6 18" /></Icon>
);
export const SendIcon = (): JSX.Element => <Icon><path d="M12 19V5.5M6 11.2l6-6 6 6" /></Icon>;
export const PersonIcon = ({ size = 20 }: { size?: number }): JSX.Element => (
  <Icon size={size}>
    <circle cx="12" cy="8.2" r="3.7" />
    <path d="M4.8 20c.6-4 3.4-6.2 7.2-6.2s6.6 2.2 7.2 6.2" />
  </Icon>
);
export const ArrowIcon = (): JSX.Element => <Icon size={16}><path d="M5 12h13.5M13 6.2l5.8 5.8-5.8 5.8" /></Icon>;
export const UpIcon = (): JSX.Element => (
  <Icon size={16}><path d="M7 10.5v9H4.4a.9.9 0 0 1-.9-.9v-7.2c0-.5.4-.9.9-.9H7Zm0 0 4-7c1.5 0 2.6 1.2 2.4 2.7L13 9.3h5.3c1.4 0 2.4 1.3 2.1 2.6l-1.4 6.1a2.2 2.2 0 0 1-2.1 1.6H7" /></Icon>
);
export const ThumbDownIcon = (): JSX.Element => (
  <Icon size={16}><path d="M17 13.5v-9h2.6c.5 0 .9.4.9.9v7.2c0 .5-.4.9-.9.9H17Zm0 0-4 7c-1.5 0-2.6-1.2-2.4-2.7l.4-3.1H5.7c-1.4 0-2.4-1.3-2.1-2.6L5 6a2.2 2.2 0 0 1 2.1-1.6H17" /></Icon>
);
export const CheckIcon = (): JSX.Element => <Icon><path d="m5 12.5 4.6 4.6L19 7.5" /></Icon>;
export const OutIcon = (): JSX.Element => <Icon size={14}><path d="M9 5h10v10M19 5 6 18" /></Icon>;

/** The bot's face: a speech bubble with two eyes. */
export function Face({ size = 36 }: { size?: number }): JSX.Element {
  return (
    <svg class="face" width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <path class="face-skin" d="M20 3c9.6 0 17 6.8 17 15.6 0 8.9-7.4 15.6-17 15.6-1.6 0-3.1-.2-4.6-.5-2.3 2-5.2 3.1-8.7 3.3 1.4-1.7 2.2-3.7 2.2-6C5.3 28.1 3 23.7 3 18.6 3 9.8 10.4 3 20 3Z" />
      <g class="eyes">
        <rect x="13" y="13.5" width="4.2" height="9.5" rx="2.1" />
        <rect x="22.8" y="13.5" width="4.2" height="9.5" rx="2.1" />
      </g>
    </svg>
  );
}
