import { theme, toggleTheme } from '../store/screen.js';

const SUN =
  'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4zM4.200 5.600 5.600 4.200l2.800 2.800L7 8.400zM15.600 17l1.400-1.400 2.800 2.800-1.400 1.400zM4.200 18.400 7 15.600 8.400 17l-2.800 2.800zM15.600 7l2.800-2.800 1.400 1.400L17 8.400z';
const MOON = 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z';

/** Changes between the dark and the light theme. */
export function ThemeButton() {
  return (
    <button
      type="button"
      class="icon-button"
      title={theme.value === 'dark' ? 'Light theme' : 'Dark theme'}
      aria-label={theme.value === 'dark' ? 'Use the light theme' : 'Use the dark theme'}
      onClick={toggleTheme}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={theme.value === 'dark' ? SUN : MOON} />
      </svg>
    </button>
  );
}
